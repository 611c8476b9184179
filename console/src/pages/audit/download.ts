import { notifications } from '@mantine/notifications';
import { send } from '../../api/client';

/** Keeps what an address answers as a file. A link alone can't say which format is wanted. */
export async function download(path: string, accept: string, name: string): Promise<void> {
  try {
    const content = await (await send('get', path, { accept })).blob();
    const url = URL.createObjectURL(content);
    const link = document.createElement('a');
    link.href = url;
    link.download = name;
    link.click();
    URL.revokeObjectURL(url);
  } catch (failure) {
    notifications.show({ color: 'red', title: `${name} was not saved`, message: failure instanceof Error ? failure.message : String(failure) });
  }
}
