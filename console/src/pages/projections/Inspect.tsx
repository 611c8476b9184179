import { Code, Modal, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { api } from '../../api/client';
import { absolute, spoken } from '../../parts/format';
import { Failure, Loading } from '../../parts/states';
import type { DeadLetter } from './letters';

/** A parked event whole: what it says, who caused it, and why it could not be applied. */
export function Inspect({ view, letter, close }: { view: string; letter: DeadLetter; close: () => void }) {
  const whole = useQuery({
    queryKey: ['dead-letter', view, letter.id],
    queryFn: ({ signal }) =>
      api.get('/api/v1/admin/projections/{name}/dead-letters/{id}', { path: { name: view, id: letter.id }, signal }) as unknown as Promise<DeadLetter>,
  });
  return (
    <Modal opened onClose={close} size="xl" title={`${spoken(letter.event_type)} at position ${letter.position}`} closeButtonProps={{ 'aria-label': 'Close' }}>
      <Stack>
        <Text size="sm">
          Of {letter.aggregate}, {absolute(letter.occurred_at)}, parked {absolute(letter.parked_at)}, last tried {absolute(letter.last_tried_at)}.{' '}
          <Link to={`/audit?position=${letter.position}`}>Audit entry</Link>
        </Text>
        {whole.isPending && <Loading rows={3} />}
        {whole.error && <Failure error={whole.error} retry={whole.refetch} />}
        {whole.data && (
          <>
            <Part title="Why it could not be applied" text={whole.data.cause ?? 'It waits for the events of the same aggregate before it.'} />
            <Part title="The event" text={JSON.stringify(whole.data.payload, null, 2)} />
            <Part title="Who caused it" text={JSON.stringify(whole.data.meta_data, null, 2)} />
          </>
        )}
      </Stack>
    </Modal>
  );
}

function Part({ title, text }: { title: string; text: string }) {
  return (
    <div>
      <Text size="sm" fw={600} mb={4}>
        {title}
      </Text>
      <Code block className="wrap" tabIndex={0}>
        {text}
      </Code>
    </div>
  );
}
