import {
  Alert, Autocomplete, Button, Checkbox, Drawer, Group, JsonInput, PasswordInput, Select, Stack, Switch, TextInput,
} from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, ApiError } from '../../api/client';
import { KEYS, queryClient } from '../../api/queries';
import type { Server } from '../../api/types';
import { useMayWrite } from '../../app/session';
import { Conflict } from '../../parts/Conflict';
import { isConflict, said } from '../../parts/dialogs';
import { Failure } from '../../parts/states';
import { StateMark } from '../../parts/values';
import { versionsOf } from '../../parts/versions';
import { LastCheck } from './ServerState';
import { type Draft, FIELDS, PORTS, bodyOf, changedFields, draftOf, parsed, TYPES } from './draft';

/** Adds a server, or edits one. The connection can be tried before anything is saved. */
export function ServerForm({ server, close }: { server?: Server; close: () => void }) {
  const mayWrite = useMayWrite();
  const [base, setBase] = useState(server);
  const [draft, setDraft] = useState(() => draftOf(server));
  const [theirs, setTheirs] = useState<Server | null>(null);
  const set = <K extends keyof Draft>(field: K) => (value: Draft[K]) => setDraft((old) => ({ ...old, [field]: value }));

  const save = useMutation({
    mutationFn: (over?: Server) => {
      const version = (over ?? base)?.version;
      return server && base
        ? api.put('/api/v1/llm-config/servers/{id}', {
            path: { id: server.id },
            ifMatch: version,
            body: over ? bodyOf(draft) : changedFields(base, draft),
          })
        : api.post('/api/v1/llm-config/servers', { body: bodyOf(draft) });
    },
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: KEYS.servers });
      said(server ? `${draft.name} is saved` : `${draft.name} is added`);
      close();
    },
    onError: async (error) => {
      if (isConflict(error) && server) {
        setTheirs((await api.get('/api/v1/llm-config/servers/{id}', { path: { id: server.id } })) as Server);
      }
    },
  });
  const trial = useMutation({
    mutationFn: () =>
      api.post('/api/v1/llm-config/servers/test', {
        body: {
          server_id: server?.id,
          server_type: draft.server_type,
          base_url: draft.base_url,
          ...(draft.api_key ? { api_key: draft.api_key } : {}),
        },
      }),
  });
  const errors = new Map(
    (save.error instanceof ApiError ? save.error.errors : []).map(({ field, message }) => [field, message]),
  );
  const metadata = parsed(draft.metadata);
  const models = (trial.data?.models ?? []) as string[];

  function submit(event: FormEvent) {
    event.preventDefault();
    if (metadata !== undefined) save.mutate(undefined);
  }

  return (
    <Drawer
      opened
      onClose={close}
      position="right"
      size="lg"
      title={server ? server.name : 'Add a server'}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={submit}>
        <fieldset disabled={!mayWrite} style={{ border: 0, padding: 0, margin: 0 }}>
          <Stack>
            {server && <LastCheck server={server} />}
            <TextInput label="Name" required maxLength={255} value={draft.name} error={errors.get('name')} data-autofocus
              onChange={(event) => set('name')(event.currentTarget.value)} />
            <Select label="Type" required allowDeselect={false} data={TYPES} value={draft.server_type} disabled={!mayWrite}
              onChange={(type) => type && set('server_type')(type)} error={errors.get('server_type')} />
            <TextInput label="Address" required type="url" placeholder={`http://127.0.0.1:${PORTS[draft.server_type]}`}
              description="Where the server answers, without /v1" value={draft.base_url} error={errors.get('base_url')}
              onChange={(event) => set('base_url')(event.currentTarget.value)} />
            <PasswordInput label="API key" autoComplete="off" error={errors.get('api_key')}
              description={
                server?.has_api_key
                  ? `${server.masked_api_key} is stored. Leave this empty to keep it; the stored one goes only to the host it was entered for.`
                  : 'If the server wants one. It is sealed at once and never shown again.'
              }
              value={draft.api_key} onChange={(event) => set('api_key')(event.currentTarget.value)} />
            {server?.has_api_key && (
              <Checkbox label="Remove the stored API key" checked={draft.remove_key}
                onChange={(event) => set('remove_key')(event.currentTarget.checked)} />
            )}
            <Group align="flex-start">
              <Button variant="default" loading={trial.isPending} disabled={!draft.base_url || !mayWrite} onClick={() => trial.mutate()}>
                Test connection
              </Button>
              {trial.data && (
                <Stack gap={0} role="status" pt={6}>
                  <StateMark state={trial.data.status} label={`${trial.data.message} (${trial.data.latency_ms} ms)`} />
                </Stack>
              )}
            </Group>
            {trial.error && <Failure error={trial.error} />}
            <Autocomplete label="Model" data={models} value={draft.model_path} required={draft.server_type === 'vllm'}
              description={
                models.length > 0
                  ? `${models.length} offered by the server`
                  : 'What to ask for when the client names no model. Test the connection to choose from what the server offers.'
              }
              error={errors.get('model_path')} onChange={set('model_path')} disabled={!mayWrite} limit={200}
              comboboxProps={{ withinPortal: true }} />
            <Checkbox.Group label="Serves" description="What it may be chosen for" value={draft.purposes} onChange={set('purposes')}>
              <Group mt="xs">
                <Checkbox value="chat" label="chat" />
                <Checkbox value="embeddings" label="embeddings" />
                <Checkbox value="reranking" label="reranking" />
              </Group>
            </Checkbox.Group>
            <Switch label="Enabled" checked={draft.enabled} onChange={(event) => set('enabled')(event.currentTarget.checked)} />
            <JsonInput label="Notes for machines" description="Metadata, a JSON object" autosize minRows={2} maxRows={10}
              formatOnBlur value={draft.metadata} error={metadata === undefined ? 'is no JSON object' : errors.get('metadata')}
              onChange={set('metadata')} />
            {theirs && base ? (
              <Conflict
                entity={{ entity_type: 'server', entity_id: base.id }}
                since={base.version}
                versions={versionsOf(base, theirs, bodyOf(draft), FIELDS)}
                takeTheirs={() => {
                  setBase(theirs);
                  setDraft(draftOf(theirs));
                  setTheirs(null);
                  save.reset();
                }}
                keepMine={() => {
                  const newest = theirs;
                  setTheirs(null);
                  setBase(newest);
                  save.mutate(newest);
                }}
              />
            ) : (
              save.error && errors.size === 0 && <Failure error={save.error} />
            )}
            {errors.size > 0 && <Alert color="red" role="alert">Not saved: {[...errors.keys()].join(', ')} must be corrected.</Alert>}
          </Stack>
        </fieldset>
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={close}>
            {mayWrite ? 'Cancel' : 'Close'}
          </Button>
          {mayWrite && (
            <Button type="submit" loading={save.isPending} disabled={theirs !== null}>
              {server ? 'Save' : 'Add the server'}
            </Button>
          )}
        </Group>
      </form>
    </Drawer>
  );
}
