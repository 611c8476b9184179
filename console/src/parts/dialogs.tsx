import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ApiError } from '../api/client';
import { queryClient } from '../api/queries';
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

/** @param bad stays longer, for it has to be understood */
export function said(message: string, bad = false): void {
  notifications.show({ message, color: bad ? 'red' : 'green', autoClose: bad ? 12_000 : 4000, closeButtonProps: { 'aria-label': 'Dismiss' } });
}
