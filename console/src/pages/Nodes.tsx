import { Group, Stack, Text } from '@mantine/core';
import { IconServerBolt } from '@tabler/icons-react';
import { count } from '../parts/format';
import { Page, Section } from '../parts/Page';
import { Empty, Failure, Loading } from '../parts/states';
import { StateMark, When } from '../parts/values';
import { useNodes, useProjections } from '../api/queries';

/** What requests are routed by comes first, the views as the page of projections has them. */
function inOrder(positions: Record<string, number>): [string, number][] {
  const rank = (view: string) => (view === 'routing-snapshot' ? 0 : view === 'token-snapshot' ? 1 : 2);
  return Object.entries(positions).sort(([a], [b]) => rank(a) - rank(b) || a.localeCompare(b));
}

const NAMES: Record<string, string> = { 'routing-snapshot': 'routes by', 'token-snapshot': 'lets in by' };

/** Every node, and whether it works by what was decided last. */
export default function Nodes() {
  const nodes = useNodes();
  const projections = useProjections();
  const head = projections.data?.[0]?.head ?? 0;
  return (
    <Page title="Nodes" about="All nodes over this database. A node routes by the configuration of its own position; requests never wait for the database.">
      {nodes.isPending && <Loading />}
      {nodes.error && <Failure error={nodes.error} retry={nodes.refetch} />}
      {nodes.data?.length === 0 && (
        <Empty icon={<IconServerBolt />} title="No node has told of itself yet">
          Each does so every few seconds.
        </Empty>
      )}
      {nodes.data?.map((node) => (
        <Section
          key={node.id}
          title={<span className="mono">{node.id}</span>}
          about={<>{node.roles.join(', ')} · version {node.version} · started <When at={node.started_at} /></>}
          actions={<StateMark state={node.alive ? 'healthy' : 'down'} label={node.alive ? 'Alive' : 'Lost'} />}
        >
          <Stack px="md" pb="md" gap={6}>
            <Text size="sm" c="dimmed">
              last seen <When at={node.last_seen} />
              {node.key_ids?.length ? <> · holds the encryption keys <span className="mono">{node.key_ids.join(', ')}</span></> : null}
            </Text>
            <Group gap="lg">
              {inOrder(node.positions).map(([view, position]) => (
                <div key={view}>
                  <Text size="xs" c="dimmed">
                    {NAMES[view] ?? view}
                  </Text>
                  <Text size="sm" component="div">
                    <StateMark state={position >= head ? 'healthy' : 'degraded'} label={position >= head ? count(position) : `${count(position)}, ${count(head - position)} behind`} />
                  </Text>
                </div>
              ))}
            </Group>
          </Stack>
        </Section>
      ))}
    </Page>
  );
}
