import { Group, Stack, Text } from '@mantine/core';
import { Link } from 'react-router';
import { useNodes, useProjections } from '../../api/queries';
import { count } from '../../parts/format';
import { Section } from '../../parts/Page';
import { Failure } from '../../parts/states';
import { StateMark } from '../../parts/values';

/** Whether what each node routes by is what was decided. */
export function NodesCard() {
  const nodes = useNodes();
  const projections = useProjections();
  const head = projections.data?.[0]?.head;
  return (
    <Section
      title="Nodes"
      about={head === undefined ? undefined : `the last event is at position ${count(head)}`}
      actions={<Link to="/nodes" className="quiet">All</Link>}
    >
      <Stack gap={6} px="md" pb="md" component="ul" className="plain">
        {nodes.error && <Failure error={nodes.error} retry={nodes.refetch} />}
        {nodes.data?.map((node) => {
          const position = Math.min(...Object.values(node.positions), head ?? Infinity);
          const behind = (head ?? position) - position;
          return (
            <Group key={node.id} justify="space-between" component="li" wrap="nowrap">
              <Text size="sm" truncate className="mono">
                {node.id}
              </Text>
              <Text size="sm" component="div">
                <StateMark
                  state={!node.alive ? 'down' : behind > 0 ? 'degraded' : 'healthy'}
                  label={!node.alive ? 'lost' : behind > 0 ? `${count(behind)} behind` : `at ${count(position)}`}
                />
              </Text>
            </Group>
          );
        })}
        {projections.data
          ?.filter((projection) => projection.state !== 'live')
          .map((projection) => (
            <Group key={projection.name} justify="space-between" component="li">
              <Text size="sm">
                <Link to="/projections">{projection.name}</Link>
              </Text>
              <StateMark state={projection.state === 'failed' ? 'down' : 'degraded'} label={projection.state} />
            </Group>
          ))}
      </Stack>
    </Section>
  );
}
