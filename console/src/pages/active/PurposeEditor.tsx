import { Alert, Button, Group, Select, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Link } from 'react-router';
import { api } from '../../api/client';
import { KEYS, queryClient } from '../../api/queries';
import type { Active, ActiveByPurpose, ApiKey, Purpose, Server, Target } from '../../api/types';
import { useMayWrite } from '../../app/session';
import { Changes } from '../../parts/changes';
import { Conflict } from '../../parts/Conflict';
import { Confirm, isConflict, said } from '../../parts/dialogs';
import { When } from '../../parts/values';
import { Section } from '../../parts/Page';
import { Failure } from '../../parts/states';
import { versionsOf } from '../../parts/versions';
import { OnFailure } from './OnFailure';
import { TargetList } from './TargetList';
import { bodyOf, choices, placeName, places, plan, same, targetOf, targetsOf } from './targets';

const ABOUT: Record<Purpose, string> = {
  chat: '/v1/chat/completions, /v1/completions and /v1/messages',
  embeddings: '/v1/embeddings',
  reranking: '/v1/rerank',
};

/** As many as the API takes. */
const PLACES = Array.from({ length: 17 }, (_, place) => placeName(place));

interface Props {
  purpose: Purpose;
  active: Active | undefined;
  servers: Server[];
  apiKeys: ApiKey[];
}

/** One purpose: its order of providers, what happens when one fails, and the difference before it is saved. */
export function PurposeEditor({ purpose, active, servers, apiKeys }: Props) {
  const mayWrite = useMayWrite();
  const [base, setBase] = useState(active);
  const [targets, setTargets] = useState<Target[]>(() => targetsOf(active));
  const [theirs, setTheirs] = useState<Active | null>(null);
  const [clearing, setClearing] = useState(false);
  const changed = !same(targets, targetsOf(base));

  // what somebody else saves shows at once, unless it would take away what is being edited
  useEffect(() => {
    if (!changed && active?.version !== base?.version) {
      setBase(active);
      setTargets(targetsOf(active));
    }
  }, [active, base, changed]);

  const save = useMutation({
    mutationFn: (version: number | undefined) =>
      api.post('/api/v1/llm-config/active', { body: bodyOf(purpose, targets), ifMatch: version }),
    onSuccess: (answer) => {
      setBase(answer as unknown as Active);
      setTheirs(null);
      void queryClient.invalidateQueries({ queryKey: KEYS.active });
      said(`${purpose} is served by the new order`);
    },
    onError: async (error) => {
      if (isConflict(error)) {
        const all = (await api.get('/api/v1/llm-config/active')) as unknown as ActiveByPurpose;
        setTheirs(all[purpose] ?? null);
      }
    },
  });
  const lines = (before: Target[], after: Target[]) =>
    Object.fromEntries(plan(before, after, servers, apiKeys).map((line) => [line.place, line]));
  const placed = (list: Target[]) => places(list, servers, apiKeys);
  const free = choices(purpose, targets, servers, apiKeys);
  const reset = (to: Active | undefined) => {
    setBase(to);
    setTargets(targetsOf(to));
    setTheirs(null);
    save.reset();
  };

  return (
    <Section
      title={purpose.charAt(0).toUpperCase() + purpose.slice(1)}
      about={ABOUT[purpose]}
      actions={
        base && (
          <Text size="xs" c="dimmed">
            set by {base.updated_by}, <When at={base.updated_at} />
          </Text>
        )
      }
    >
      <Stack px="md" pb="md" gap="sm">
        {targets.length === 0 && (
          <Text size="sm" c="dimmed">
            Nobody serves {purpose}: requests for it are answered with an error. {free.length > 0 && mayWrite ? 'Choose a provider.' : ''}
          </Text>
        )}
        <TargetList purpose={purpose} targets={targets} servers={servers} apiKeys={apiKeys} change={setTargets} readOnly={!mayWrite} />
        {mayWrite && (
          <Select
            aria-label={targets.length === 0 ? `Provider for ${purpose}` : `Add a fallback for ${purpose}`}
            placeholder={targets.length === 0 ? 'Choose a provider' : 'Add a fallback'}
            data={free}
            value={null}
            searchable
            limit={50}
            maw={360}
            disabled={free.length === 0}
            nothingFoundMessage="No such provider"
            onChange={(value) => value && setTargets([...targets, targetOf(value)])}
          />
        )}
        {mayWrite && free.length === 0 && targets.length === 0 && (
          <Text size="sm">
            No provider is enabled and meant for {purpose}. Mark <Link to="/servers">a server</Link> for it, or{' '}
            <Link to="/api-keys?edit=new">add an API key</Link>.
          </Text>
        )}
        {targets.length > 0 && <OnFailure purpose={purpose} open={changed} targets={targets} servers={servers} apiKeys={apiKeys} />}
        {changed && !theirs && (
          <Alert color="blue" title="Not saved yet" variant="light">
            <Stack gap="sm">
              <Changes changes={lines(targetsOf(base), targets)} />
              <Group gap="xs">
                <Button size="xs" loading={save.isPending} disabled={targets.length === 0} onClick={() => save.mutate(base?.version)}>
                  Save {purpose}
                </Button>
                <Button size="xs" variant="default" onClick={() => reset(active)}>
                  Discard
                </Button>
              </Group>
              {targets.length === 0 && (
                <Text size="sm" c="var(--mantine-color-text)">
                  To leave {purpose} without a provider, discard this and use “Stop serving”.
                </Text>
              )}
            </Stack>
          </Alert>
        )}
        {theirs && (
          <Conflict
            entity={{ entity_type: 'active_provider', entity_id: purpose }}
            since={base?.version ?? 0}
            versions={versionsOf(placed(targetsOf(base)), placed(targetsOf(theirs)), placed(targets), PLACES)}
            takeTheirs={() => reset(theirs)}
            keepMine={() => {
              setBase(theirs);
              setTheirs(null);
              save.mutate(theirs.version);
            }}
          />
        )}
        {save.error && !theirs && <Failure error={save.error} />}
        {mayWrite && base && !changed && (
          <div>
            <Button size="compact-xs" variant="subtle" color="red" onClick={() => setClearing(true)}>
              Stop serving {purpose}
            </Button>
          </div>
        )}
      </Stack>
      {clearing && (
        <Confirm
          title={`Stop serving ${purpose}?`}
          confirm="Stop serving"
          danger
          close={() => setClearing(false)}
          act={() => api.delete('/api/v1/llm-config/active/{purpose}', { path: { purpose }, ifMatch: base?.version })}
          done={() => reset(undefined)}
        >
          Requests for {purpose} will be answered with an error until a provider is chosen again.
        </Confirm>
      )}
    </Section>
  );
}
