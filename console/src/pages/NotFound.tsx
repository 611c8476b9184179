import { Button } from '@mantine/core';
import { IconMapOff } from '@tabler/icons-react';
import { Link } from 'react-router';
import { Empty } from '../parts/states';

export default function NotFound() {
  return (
    <Empty icon={<IconMapOff />} title="There is no such page" action={<Button component={Link} to="/">To the overview</Button>}>
      The address leads nowhere. It may be of another version of Signalbox.
    </Empty>
  );
}
