import { Alert, Button, Checkbox, Group, Loader, Modal, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client';
import { queryClient } from '../../api/queries';
import type { RestorePlan } from '../../api/types';
import { Lost } from './Lost';
import { Steps } from './Steps';
import { said } from '../../parts/dialogs';
import { Failure } from '../../parts/states';

export interface RestoreTarget {
  position: number;
  entity_type?: string;
  entity_id?: string;
  purpose?: string;
  /** What comes back, in words. */
  label: string;
}

/** Shows what a restore would do before it does it, and refuses itself when somebody changed something in between. */
export function Restore({ target, close }: { target: RestoreTarget; close: () => void }) {
  const [destroy, setDestroy] = useState(false);
  const { label, ...scope } = target;
  const body = { ...scope, destroy_secrets: destroy };
  const ask = (more: Record<string, unknown>) =>
    api.post('/api/v1/llm-config/history/restore', { body: { ...body, ...more } }) as unknown as Promise<RestorePlan>;
  const plan = useQuery({ queryKey: ['restore-plan', body], queryFn: () => ask({ dry_run: true }), gcTime: 0, retry: false });
  const restore = useMutation({
    mutationFn: () => ask({ base_position: plan.data?.base_position }),
    onSuccess: (done) => {
      void queryClient.invalidateQueries();
      said(`Restored: ${done.commands.length} ${done.commands.length === 1 ? 'change' : 'changes'}. Undo it from position ${done.base_position}.`);
      close();
    },
  });
  const data = plan.data;
  const nothing = data !== undefined && !data.refused && data.commands.length === 0;
  const same = nothing && data.not_restored.length === 0;
  return (
    <Modal opened onClose={close} size="lg" title={`Restore ${label}`} closeButtonProps={{ 'aria-label': 'Close' }}>
      <Stack>
        {plan.isPending && <Loader size="sm" aria-label="Making the plan" />}
        {plan.error && <Failure error={plan.error} retry={plan.refetch} />}
        {data?.refused && (
          <Alert color="red" title="This can’t be restored as it is">
            <Text size="sm" c="var(--mantine-color-text)">{data.refused.detail}</Text>
          </Alert>
        )}
        {same && <Text size="sm">Nothing has to be changed: it is as it was at position {target.position}.</Text>}
        {data && data.commands.length > 0 && (
          <div>
            <Text size="sm" fw={600}>
              What will be done
            </Text>
            <Steps plan={data} />
          </div>
        )}
        {data && data.not_restored.length > 0 && (
          <Lost items={data.not_restored} all={nothing} />
        )}
        {data?.not_restored.some((item) => item.code === 'secret-kept') || destroy ? (
          <Checkbox
            label="Destroy the stored keys that were not there then"
            description="They can’t be brought back by any restore."
            checked={destroy}
            onChange={(event) => setDestroy(event.currentTarget.checked)}
          />
        ) : null}
        {restore.error && <Failure error={restore.error} retry={() => { restore.reset(); return plan.refetch(); }} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {nothing ? 'Close' : 'Cancel'}
          </Button>
          {!nothing && (
            <Button disabled={!data || data.refused !== null} loading={restore.isPending} onClick={() => restore.mutate()}>
              Restore
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}
