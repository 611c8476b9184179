import { ActionIcon, Button, Group, Menu, Text, UnstyledButton } from '@mantine/core';
import { IconDots, IconKey, IconPlus, IconRefresh, IconShieldCheck } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { api } from '../api/client';
import { KEYS, queryClient, useActive, useApiKeys, useVendors } from '../api/queries';
import type { ApiKey } from '../api/types';
import { useMayWrite } from '../app/session';
import { type Column, DataTable } from '../parts/DataTable';
import { Confirm, said } from '../parts/dialogs';
import { count, money } from '../parts/format';
import { Page } from '../parts/Page';
import { Empty, Failure, Loading } from '../parts/states';
import { usesOf } from '../parts/uses';
import { StateMark, When } from '../parts/values';
import { KeyForm } from './apikeys/KeyForm';
import { VERDICTS } from './apikeys/vendors';

export default function ApiKeys() {
  const keys = useApiKeys();
  const vendors = useVendors();
  const mayWrite = useMayWrite();
  const [params, setParams] = useSearchParams();
  const open = (what: string | null) => setParams(what === null ? {} : { edit: what });
  const form = params.get('edit');
  const edited = keys.data?.find((key) => String(key.id) === form);
  const vendorName = (name: string) => vendors.data?.find((vendor) => vendor.name === name)?.display_name ?? name;
  const add = mayWrite && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => open('new')}>
      Add a key
    </Button>
  );

  const columns: Column<ApiKey>[] = [
    {
      label: 'Name',
      cell: (key) => (
        <div>
          <UnstyledButton fw={600} fz="sm" onClick={() => open(String(key.id))}>
            {key.key_name}
          </UnstyledButton>
          <Text size="xs" c="dimmed">
            {vendorName(key.provider)}
          </Text>
        </div>
      ),
    },
    { label: 'Key', cell: (key) => <span className="mono">{key.masked_key}</span> },
    { label: 'State', cell: (key) => <KeyState apiKey={key} /> },
    { label: 'Requests', kind: 'number', cell: (key) => count(key.requests_count) },
    { label: 'Tokens', kind: 'number', cell: (key) => count(key.tokens_used) },
    { label: 'Cost', kind: 'number', cell: (key) => money(Number(key.cost_usd)) },
    { label: 'Last used', cell: (key) => <When at={key.last_used} never="never" /> },
    { label: 'Actions', kind: 'actions', cell: (key) => <Actions apiKey={key} edit={open} mayWrite={mayWrite} /> },
  ];

  return (
    <Page
      title="API keys"
      about="Keys of vendors. A key is sealed when it comes in and goes only to its vendor; nobody is shown it again."
      actions={add}
    >
      {keys.isPending && <Loading />}
      {keys.error && <Failure error={keys.error} retry={keys.refetch} />}
      {keys.data?.length === 0 && (
        <Empty icon={<IconKey />} title="No key yet" action={add}>
          Add a vendor’s key to serve requests from it, or as a fallback for servers of your own.
        </Empty>
      )}
      {keys.data && keys.data.length > 0 && <DataTable label="API keys" rows={keys.data} id={(key) => key.id} columns={columns} />}
      {(form === 'new' || edited) && <KeyForm key={form} apiKey={edited} close={() => open(null)} />}
    </Page>
  );
}

/** What the vendor said when the key was tested last, by whoever did it; a key that was rotated since is another one. */
function KeyState({ apiKey }: { apiKey: ApiKey }) {
  if (!apiKey.enabled) return <StateMark state="off" />;
  if (apiKey.verdict === null) return <StateMark state="unknown" label="Not tested" />;
  return (
    <div>
      <StateMark {...VERDICTS[apiKey.verdict]} />
      <Text size="xs" c="dimmed">
        {apiKey.verdict !== 'valid' && <>{apiKey.verdict_message}, </>}
        <When at={apiKey.last_checked} />
      </Text>
    </div>
  );
}

function Actions({ apiKey, edit, mayWrite }: { apiKey: ApiKey; edit: (id: string) => void; mayWrite: boolean }) {
  const [deleting, setDeleting] = useState(false);
  const test = useMutation({
    mutationFn: () => api.post('/api/v1/llm-config/api-keys/{id}/test', { path: { id: apiKey.id } }),
    onSuccess: (result) => {
      said(`${apiKey.key_name}: ${result.message}`, result.verdict !== 'valid');
      return queryClient.invalidateQueries({ queryKey: KEYS.apiKeys });
    },
    onError: (error) => said(`${apiKey.key_name} could not be tested. ${error.message}`, true),
  });
  const active = useActive();
  const uses = usesOf(active.data, 'api_key', apiKey.id);
  return (
    <Group gap={4} wrap="nowrap" justify="flex-end">
      {mayWrite && (
        <Button size="xs" variant="default" loading={test.isPending} leftSection={<IconShieldCheck size={14} />} onClick={() => test.mutate()}>
          Test
        </Button>
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={`More for ${apiKey.key_name}`}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={mayWrite && <IconRefresh size={16} />} onClick={() => edit(String(apiKey.id))}>
            {mayWrite ? 'Edit or rotate' : 'Details'}
          </Menu.Item>
          <Menu.Item component={Link} to={`/history?entity_type=api_key&entity_id=${apiKey.id}`}>
            What changed
          </Menu.Item>
          {mayWrite && (
            <Menu.Item color="red" onClick={() => setDeleting(true)}>
              Delete
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {deleting && (
        <Confirm
          title={`Delete ${apiKey.key_name}?`}
          confirm="Delete"
          danger
          disabled={uses.length > 0}
          close={() => setDeleting(false)}
          act={() => api.delete('/api/v1/llm-config/api-keys/{id}', { path: { id: apiKey.id }, ifMatch: apiKey.version })}
        >
          {uses.length > 0
            ? `It can’t be deleted while it serves ${uses.join(' and ')}. Choose another provider under Active providers first.`
            : 'The secret is destroyed at once. No restore brings it back: it has to be entered again.'}
        </Confirm>
      )}
    </Group>
  );
}
