import { Button, Drawer, Group, PasswordInput, Select, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ApiError } from '../../api/client';
import { KEYS, queryClient, useVendors } from '../../api/queries';
import type { ApiKey } from '../../api/types';
import { useMayWrite } from '../../app/session';
import { Conflict } from '../../parts/Conflict';
import { isConflict, said } from '../../parts/dialogs';
import { Failure } from '../../parts/states';
import { versionsOf } from '../../parts/versions';
import { doubt, prefixOf } from './vendors';

const FIELDS = ['key_name', 'enabled', 'use_for_ops_center', 'masked_key'] as const;

/** Adds a key, renames it, or puts a new secret in the place of the old one. */
export function KeyForm({ apiKey, close }: { apiKey?: ApiKey; close: () => void }) {
  const mayWrite = useMayWrite();
  const vendors = useVendors();
  const [base, setBase] = useState(apiKey);
  const [theirs, setTheirs] = useState<ApiKey | null>(null);
  const [provider, setProvider] = useState(apiKey?.provider ?? 'openai');
  const [name, setName] = useState(apiKey?.key_name ?? '');
  const [enabled, setEnabled] = useState(apiKey?.enabled ?? true);
  const [ops, setOps] = useState(apiKey?.use_for_ops_center ?? false);
  const [secret, setSecret] = useState('');
  const values = { key_name: name.trim(), enabled, use_for_ops_center: ops };
  const body = { ...values, ...(secret ? { api_key: secret.trim() } : {}) };

  const save = useMutation({
    mutationFn: (version: number | undefined) =>
      apiKey
        ? api.put('/api/v1/llm-config/api-keys/{id}', { path: { id: apiKey.id }, ifMatch: version, body })
        : api.post('/api/v1/llm-config/api-keys', { body: { ...body, provider } }),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: KEYS.apiKeys });
      said(apiKey ? (secret ? `${name} has a new secret` : `${name} is saved`) : `${name} is added`);
      close();
    },
    onError: async (error) => {
      if (isConflict(error) && apiKey) {
        setTheirs((await api.get('/api/v1/llm-config/api-keys/{id}', { path: { id: apiKey.id } })) as ApiKey);
      }
    },
  });
  const errors = new Map((save.error instanceof ApiError ? save.error.errors : []).map((e) => [e.field, e.message]));
  const hint = doubt(provider, secret);

  return (
    <Drawer opened onClose={close} position="right" size="lg" title={apiKey?.key_name ?? 'Add an API key'} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(base?.version);
        }}
      >
        <fieldset disabled={!mayWrite} style={{ border: 0, padding: 0, margin: 0 }}>
          <Stack>
            <Select
              label="Vendor"
              required
              searchable
              allowDeselect={false}
              disabled={apiKey !== undefined}
              data={(vendors.data ?? []).map((vendor) => ({ value: vendor.name, label: vendor.display_name }))}
              value={provider}
              error={errors.get('provider')}
              onChange={(vendor) => vendor && setProvider(vendor)}
            />
            <TextInput label="Name" required maxLength={255} data-autofocus description="As your team calls it, such as Main or Batch jobs"
              value={name} error={errors.get('key_name')} onChange={(event) => setName(event.currentTarget.value)} />
            <PasswordInput
              label={apiKey ? 'New secret' : 'Secret'}
              required={!apiKey}
              autoComplete="off"
              placeholder={prefixOf(provider) && `${prefixOf(provider)}…`}
              description={
                apiKey
                  ? `${apiKey.masked_key} is stored. Enter another to rotate it: requests under way keep the old one until they are done.`
                  : 'It is sealed at once and never shown again, not even to you.'
              }
              value={secret}
              error={errors.get('api_key')}
              onChange={(event) => setSecret(event.currentTarget.value)}
            />
            {hint && (
              <Text size="sm" c="var(--sbx-degraded)" role="status">
                {hint}
              </Text>
            )}
            <Switch label="Enabled" checked={enabled} onChange={(event) => setEnabled(event.currentTarget.checked)} />
            <Switch label="Use for the operations center" checked={ops} onChange={(event) => setOps(event.currentTarget.checked)} />
            {theirs && base ? (
              <Conflict
                entity={{ entity_type: 'api_key', entity_id: base.id }}
                since={base.version}
                versions={versionsOf(base, theirs, { ...base, ...values, ...(secret ? { masked_key: 'a new one' } : {}) }, FIELDS)}
                takeTheirs={() => {
                  setBase(theirs);
                  setName(theirs.key_name);
                  setEnabled(theirs.enabled);
                  setOps(theirs.use_for_ops_center);
                  setTheirs(null);
                  save.reset();
                }}
                keepMine={() => {
                  setBase(theirs);
                  setTheirs(null);
                  save.mutate(theirs.version);
                }}
              />
            ) : (
              save.error && errors.size === 0 && <Failure error={save.error} />
            )}
          </Stack>
        </fieldset>
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={close}>
            {mayWrite ? 'Cancel' : 'Close'}
          </Button>
          {mayWrite && (
            <Button type="submit" loading={save.isPending} disabled={theirs !== null}>
              {apiKey ? (secret ? 'Rotate the secret' : 'Save') : 'Add the key'}
            </Button>
          )}
        </Group>
      </form>
    </Drawer>
  );
}
