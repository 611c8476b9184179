import { Alert, Button, Center, Skeleton, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { IconAlertTriangle, IconCloudOff, IconLock } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { ApiError, Unreachable } from '../api/client';

/** What went wrong, and what to do about it. */
export function Failure({ error, retry }: { error: unknown; retry?: () => unknown }) {
  const { title, advice, Icon } = explain(error);
  return (
    <Alert color="red" variant="light" icon={<Icon />} title={title} role="alert" w="100%">
      <Stack gap="xs" align="flex-start">
        <Text size="sm" c="var(--mantine-color-text)">
          {advice}
        </Text>
        {retry && (
          <Button size="xs" variant="default" onClick={() => void retry()}>
            Try again
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

export function explain(error: unknown): { title: string; advice: string; Icon: typeof IconLock } {
  if (error instanceof Unreachable) {
    return {
      title: 'No connection to the control plane',
      advice: 'Check that the node is running and that your network reaches it. Requests on the data plane are not affected by this.',
      Icon: IconCloudOff,
    };
  }
  if (error instanceof ApiError && error.status === 403) {
    return { title: 'Your role does not allow this', advice: `${error.message} Ask an administrator.`, Icon: IconLock };
  }
  if (error instanceof ApiError && error.status === 503) {
    return { title: 'Not possible at the moment', advice: error.message, Icon: IconAlertTriangle };
  }
  const text = error instanceof Error ? error.message : String(error);
  return { title: 'That did not work', advice: text, Icon: IconAlertTriangle };
}

/** Nothing here yet, and the next step to take. */
export function Empty({ icon, title, children, action }: { icon: ReactNode; title: string; children: ReactNode; action?: ReactNode }) {
  return (
    <Center className="card" p="xl" mih={260}>
      <Stack align="center" gap="xs" maw={460} ta="center">
        <ThemeIcon size={52} radius="xl" variant="light">
          {icon}
        </ThemeIcon>
        <Title order={2} size="h4" mt="xs">
          {title}
        </Title>
        <Text c="dimmed" size="sm">
          {children}
        </Text>
        {action && <div style={{ marginTop: 8 }}>{action}</div>}
      </Stack>
    </Center>
  );
}

export function Loading({ rows = 5 }: { rows?: number }) {
  return (
    <Stack gap="xs" className="card" p="md" role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} height={28} />
      ))}
    </Stack>
  );
}
