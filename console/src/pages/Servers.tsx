import { ActionIcon, Badge, Button, Group, Menu, Select, Text, TextInput, UnstyledButton } from '@mantine/core';
import { IconDots, IconPlugConnected, IconPlus, IconSearch, IconServer2 } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { api } from '../api/client';
import { KEYS, queryClient, useActive, useServers } from '../api/queries';
import { PURPOSES, type Server } from '../api/types';
import { useMayWrite } from '../app/session';
import { type Column, DataTable } from '../parts/DataTable';
import { Confirm, said } from '../parts/dialogs';
import { Page } from '../parts/Page';
import { Empty, Failure, Loading } from '../parts/states';
import { usesOf } from '../parts/uses';
import { When } from '../parts/values';
import { ServerState, stateOf } from './servers/ServerState';
import { typeOf } from './servers/draft';
import { ServerForm } from './servers/ServerForm';

export default function Servers() {
  const servers = useServers();
  const mayWrite = useMayWrite();
  const [params, setParams] = useSearchParams();
  const [search, setSearch] = useState('');
  const [state, setState] = useState<string | null>(null);
  const form = params.get('edit');
  const open = (what: string | null) => setParams(what === null ? {} : { edit: what });
  const edited = servers.data?.find((server) => String(server.id) === form);
  const matching = (servers.data ?? []).filter(
    (server) =>
      `${server.name} ${server.base_url}`.toLowerCase().includes(search.toLowerCase()) &&
      (state === null || stateOf(server) === state),
  );
  const add = mayWrite && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => open('new')}>
      Add a server
    </Button>
  );

  return (
    <Page title="Servers" about="AI servers of your own: vLLM, Ollama, llama.cpp, or anything that speaks OpenAI’s API." actions={add}>
      {servers.isPending && <Loading />}
      {servers.error && <Failure error={servers.error} retry={servers.refetch} />}
      {servers.data?.length === 0 && (
        <Empty icon={<IconServer2 />} title="No server yet" action={add}>
          Add the first one: its address is enough. You can test the connection before you save it.
        </Empty>
      )}
      {servers.data && servers.data.length > 0 && (
        <>
          <Group>
            <TextInput
              aria-label="Search"
              placeholder="Name or address"
              leftSection={<IconSearch size={16} />}
              value={search}
              onChange={(event) => setSearch(event.currentTarget.value)}
              flex="1 1 14rem"
              maw={360}
            />
            <Select
              aria-label="State"
              placeholder="Any state"
              clearable
              clearButtonProps={{ 'aria-label': 'Any state' }}
              data={[
                { value: 'healthy', label: 'Healthy' },
                { value: 'degraded', label: 'Degraded' },
                { value: 'down', label: 'Down' },
                { value: 'unknown', label: 'Unknown' },
                { value: 'off', label: 'Disabled' },
              ]}
              value={state}
              onChange={setState}
              w={160}
            />
          </Group>
          <DataTable label="Servers" rows={matching} id={(server) => server.id} columns={columns(open, mayWrite)} />
        </>
      )}
      {(form === 'new' || edited) && <ServerForm key={form} server={edited} close={() => open(null)} />}
    </Page>
  );
}

/** What needs a look comes first. */
const RANK = ['down', 'degraded', 'unknown', 'healthy', 'off'];
const type = (server: Server) => typeOf(server.server_type);

function columns(open: (id: string) => void, mayWrite: boolean): Column<Server>[] {
  return [
    {
      label: 'Name',
      by: (server) => server.name,
      cell: (server) => (
        <div style={{ minWidth: 0 }}>
          <UnstyledButton fw={600} fz="sm" onClick={() => open(String(server.id))}>
            {server.name}
          </UnstyledButton>
          <Text size="xs" c="dimmed" className="mono wrap">
            {server.base_url}
          </Text>
        </div>
      ),
    },
    { label: 'Type', by: type, cell: type },
    { label: 'State', by: (server) => RANK.indexOf(stateOf(server)), cell: (server) => <ServerState server={server} /> },
    { label: 'Serves', cell: (server) => <Purposes server={server} /> },
    { label: 'Model', by: (server) => server.model_path, cell: (server) => <Text size="sm" className="model">{server.model_path ?? 'as asked for'}</Text> },
    { label: 'Last check', by: (server) => server.last_health_check, cell: (server) => <When at={server.last_health_check} never="not yet" /> },
    { label: 'Actions', kind: 'actions', cell: (server) => <Actions server={server} edit={open} mayWrite={mayWrite} /> },
  ];
}

function Purposes({ server }: { server: Server }) {
  const active = useActive();
  const uses = usesOf(active.data, 'ai_server', server.id);
  const marked = PURPOSES.filter((purpose) => server[`use_for_${purpose}`]);
  if (marked.length === 0) return <Text size="sm" c="dimmed">nothing</Text>;
  return (
    <Group gap={4}>
      {marked.map((purpose) => (
        <Place key={purpose} purpose={purpose} uses={uses} />
      ))}
    </Group>
  );
}

/** What a server may serve, and what it does serve. */
function Place({ purpose, uses }: { purpose: string; uses: string[] }) {
  const first = uses.includes(purpose);
  const fallback = uses.includes(`${purpose} (fallback)`);
  return (
    <Badge variant={first ? 'filled' : 'default'} tt="none" fw={500}>
      {first ? `${purpose}: active` : fallback ? `${purpose}: fallback` : purpose}
    </Badge>
  );
}

function Actions({ server, edit, mayWrite }: { server: Server; edit: (id: string) => void; mayWrite: boolean }) {
  const [dialog, setDialog] = useState<'delete' | 'switch' | null>(null);
  const active = useActive();
  const uses = usesOf(active.data, 'ai_server', server.id);
  const test = useMutation({
    mutationFn: () => api.post('/api/v1/llm-config/servers/{id}/test', { path: { id: server.id } }),
    onSuccess: (result) => {
      said(`${server.name}: ${result.message} (${result.latency_ms} ms)`, result.status !== 'healthy');
      void queryClient.invalidateQueries({ queryKey: KEYS.servers });
    },
    onError: (error) => said(`${server.name} could not be tested. ${error.message}`, true),
  });
  const path = { id: server.id };
  return (
    <Group gap={4} wrap="nowrap" justify="flex-end">
      {mayWrite && (
        <Button size="xs" variant="default" loading={test.isPending} leftSection={<IconPlugConnected size={14} />} onClick={() => test.mutate()}>
          Test
        </Button>
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={`More for ${server.name}`}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => edit(String(server.id))}>{mayWrite ? 'Edit' : 'Details'}</Menu.Item>
          <Menu.Item component={Link} to={`/history?entity_type=server&entity_id=${server.id}`}>
            What changed
          </Menu.Item>
          {mayWrite && (
            <>
              <Menu.Divider />
              <Menu.Item onClick={() => setDialog('switch')}>{server.enabled ? 'Disable' : 'Enable'}</Menu.Item>
              <Menu.Item color="red" onClick={() => setDialog('delete')}>
                Delete
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {dialog === 'delete' && (
        <Confirm
          title={`Delete ${server.name}?`}
          confirm="Delete"
          danger
          disabled={uses.length > 0}
          close={() => setDialog(null)}
          act={() => api.delete('/api/v1/llm-config/servers/{id}', { path, ifMatch: server.version })}
          done={() => said(`${server.name} is deleted`)}
        >
          {uses.length > 0
            ? `It can’t be deleted while it serves ${uses.join(' and ')}. Choose another provider under Active providers first.`
            : server.has_api_key
              ? 'Its API key is destroyed with it; a restore brings the server back without the key.'
              : 'A restore from the history brings it back.'}
        </Confirm>
      )}
      {dialog === 'switch' && (
        <Confirm
          title={`${server.enabled ? 'Disable' : 'Enable'} ${server.name}?`}
          confirm={server.enabled ? 'Disable' : 'Enable'}
          disabled={server.enabled && uses.length > 0}
          close={() => setDialog(null)}
          act={() => api.put('/api/v1/llm-config/servers/{id}', { path, ifMatch: server.version, body: { enabled: !server.enabled } })}
          done={() => said(`${server.name} is ${server.enabled ? 'disabled' : 'enabled'}`)}
        >
          {server.enabled && uses.length > 0
            ? `It can’t be disabled while it serves ${uses.join(' and ')}. Choose another provider under Active providers first.`
            : server.enabled
              ? 'It can’t be chosen as a provider until it is enabled again.'
              : 'It can be chosen as a provider again.'}
        </Confirm>
      )}
    </Group>
  );
}
