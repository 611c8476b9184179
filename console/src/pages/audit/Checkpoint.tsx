import { Alert, Group, Text } from '@mantine/core';
import { IconRosetteDiscountCheck } from '@tabler/icons-react';
import { useProof } from '../../api/queries';
import { count } from '../../parts/format';
import { download } from './download';

/** How much of the log is signed, and by which key. */
export function Checkpoint() {
  const proof = useProof();
  if (!proof.data) return null;
  const { problem, checkpoint_size: signed, tree_size: size, origin } = proof.data;
  if (problem) {
    return (
      <Alert color="red" title="The log can’t be signed" role="alert">
        <Text size="sm" c="var(--mantine-color-text)">
          {problem} Find out why before anything else: “signalbox audit verify” names the first bad position.
        </Text>
      </Alert>
    );
  }
  return (
    <Group gap="xs" className="card" px="md" py="xs">
      <IconRosetteDiscountCheck size={18} color="var(--sbx-healthy)" aria-hidden />
      <Text size="sm">
        {signed >= size ? `All ${count(signed)} events are signed` : `${count(signed)} of ${count(size)} events are signed, the rest within a minute`}
        {origin ? <Text span size="sm" c="dimmed"> as <span className="mono">{origin}</span></Text> : null}
      </Text>
      <Text size="sm" ml="auto">
        <a
          href="/api/v1/llm-config/audit/checkpoint"
          onClick={(event) => {
            event.preventDefault();
            void download('/api/v1/llm-config/audit/checkpoint', 'text/plain', 'checkpoint.txt');
          }}
        >
          Save the checkpoint
        </a>
      </Text>
    </Group>
  );
}
