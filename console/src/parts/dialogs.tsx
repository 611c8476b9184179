import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ApiError } from '../api/client';
import { queryClient } from '../api/queries';
import type { Change } from '../api/types';
import { Changes } from './changes';
import { Failure } from './states';

interface Props<T> {
  title: string;
  children: ReactNode;
  confirm: string;
  danger?: boolean;
  disabled?: boolean;
  act: () => Promise<T>;
  done?: (result: T) => void;
  close: () => void;
}

/** Asks before something happens, and says why it did not. */
export function Confirm<T>({ title, children, confirm, danger, disabled, act, done, close }: Props<T>) {
  const action = useMutation({
    mutationFn: act,
    onSuccess: (result) => {
      void queryClient.invalidateQueries();
      done?.(result);
      close();
    },
  });
  return (
    <Modal opened onClose={close} title={title} closeButtonProps={{ 'aria-label': 'Close' }} size="lg">
      <Stack>
        <Text component="div" size="sm">
          {children}
        </Text>
        {action.error && <Failure error={action.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button color={danger ? 'red' : undefined} loading={action.isPending} disabled={disabled} onClick={() => action.mutate()}>
            {confirm}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

export function isConflict(error: unknown): boolean {
  return error instanceof ApiError && error.status === 412;
}

interface ConflictProps {
  who: string | null | undefined;
  /** From what the form was opened with to what is stored now. */
  theirs: Record<string, Change>;
  /** From what is stored now to what the form says. */
  mine: Record<string, Change>;
  takeTheirs: () => void;
  keepMine: () => void;
}

/** Somebody else was faster: both versions, and the choice. */
export function Conflict({ who, theirs, mine, takeTheirs, keepMine }: ConflictProps) {
  return (
    <Alert color="yellow" title="Changed by someone else meanwhile" role="alert">
      <Stack gap="sm">
        <Text size="sm" c="var(--mantine-color-text)">
          {who ? `${who} has` : 'Somebody has'} saved another version since you opened this form. Nothing of yours is saved yet.
        </Text>
        <div>
          <Text size="sm" fw={600} c="var(--mantine-color-text)">
            Their change
          </Text>
          <Changes changes={theirs} />
        </div>
        <div>
          <Text size="sm" fw={600} c="var(--mantine-color-text)">
            What saving yours would change in it
          </Text>
          <Changes changes={mine} />
        </div>
        <Group gap="xs">
          <Button size="xs" variant="default" onClick={takeTheirs}>
            Start again from theirs
          </Button>
          <Button size="xs" onClick={keepMine}>
            Save mine over it
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}

export function said(message: string): void {
  notifications.show({ message, color: 'green', autoClose: 4000, closeButtonProps: { 'aria-label': 'Dismiss' } });
}
