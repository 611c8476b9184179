import { Alert, Text } from '@mantine/core';
import type { Server } from '../../api/types';
import { StateMark, When } from '../../parts/values';

export function stateOf(server: Server): string {
  return server.enabled ? server.health_status : 'off';
}

/** Why a server is not as it should be, in the words of the last check; null when there is nothing to say. */
export function reasonOf(server: Server): string | null {
  return ['down', 'degraded'].includes(stateOf(server)) ? server.health_message : null;
}

/** How a server is; when that is not well, why. */
export function ServerState({ server }: { server: Server }) {
  const reason = reasonOf(server);
  return (
    <div className="why" title={reason ?? server.health_message ?? undefined}>
      <StateMark state={stateOf(server)} />
      {reason && (
        <Text size="xs" c="dimmed">
          {reason}
        </Text>
      )}
    </div>
  );
}

/** What the last check found, for whoever has opened the server. */
export function LastCheck({ server }: { server: Server }) {
  const state = stateOf(server);
  if (state === 'off' || server.health_message === null) return null;
  const bad = reasonOf(server) !== null;
  return (
    <Alert color={state === 'down' ? 'red' : bad ? 'yellow' : 'gray'} variant="light" role="note" title={<StateMark state={state} />}>
      <Text size="sm" c="var(--mantine-color-text)">
        {server.health_message}
      </Text>
      <Text size="xs" c="dimmed">
        last check <When at={server.last_health_check} />
      </Text>
    </Alert>
  );
}
