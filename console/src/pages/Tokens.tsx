import { ActionIcon, Badge, Button, Group, Menu, Switch, Text, UnstyledButton } from '@mantine/core';
import { IconDots, IconPlus, IconTicket } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../api/client';
import { useMayWrite } from '../app/session';
import { type Column, DataTable } from '../parts/DataTable';
import { Confirm, said } from '../parts/dialogs';
import { Page } from '../parts/Page';
import { Empty, Failure, Loading } from '../parts/states';
import { StateMark, When } from '../parts/values';
import { Rotate } from './tokens/Rotate';
import { ShownOnce } from './tokens/ShownOnce';
import { TokenForm } from './tokens/TokenForm';
import { limits, stateOf, type Token } from './tokens/token';

export default function Tokens() {
  const [revoked, setRevoked] = useState(false);
  const [form, setForm] = useState<Token | 'new' | null>(null);
  const [fresh, setFresh] = useState<{ name: string; token: string } | null>(null);
  const mayWrite = useMayWrite();
  const tokens = useQuery({
    queryKey: ['tokens', revoked],
    queryFn: ({ signal }) =>
      api.get('/api/v1/admin/tokens', { query: { include_revoked: revoked }, signal }) as unknown as Promise<Token[]>,
    placeholderData: (old) => old,
  });
  const add = mayWrite && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setForm('new')}>
      Issue a token
    </Button>
  );
  const columns: Column<Token>[] = [
    {
      label: 'Name',
      cell: (token) => (
        <div>
          <UnstyledButton fw={600} fz="sm" onClick={() => setForm(token)}>
            {token.name}
          </UnstyledButton>
          <Text size="xs" c="dimmed" className="mono">
            {token.masked_token}
          </Text>
        </div>
      ),
    },
    { label: 'State', cell: (token) => <StateMark {...stateOf(token)} /> },
    {
      label: 'Roles',
      cell: (token) => (
        <Group gap={4}>
          {token.roles.map((role) => (
            <Badge key={role} variant="default" tt="none" fw={500}>
              {role}
            </Badge>
          ))}
        </Group>
      ),
    },
    { label: 'For', cell: (token) => <Text size="sm">{[token.purposes.join(', ') || 'all purposes', token.models.join(', ')].filter(Boolean).join(' · ')}</Text> },
    { label: 'Limits', cell: (token) => <Text size="sm">{limits(token) || 'none'}</Text> },
    { label: 'Expires', cell: (token) => (token.expires_at ? new Date(token.expires_at).toLocaleDateString('en-GB') : 'never') },
    { label: 'Issued', cell: (token) => <When at={token.created_at} /> },
    { label: 'Actions', kind: 'actions', cell: (token) => mayWrite && !token.revoked_at && <Actions token={token} edit={setForm} show={setFresh} /> },
  ];
  return (
    <Page title="Tokens" about="Who may use Signalbox: applications on the data plane, people and programs on the control plane. A token is shown once." actions={add}>
      {tokens.isPending && <Loading />}
      {tokens.error && <Failure error={tokens.error} retry={tokens.refetch} />}
      {tokens.data && <Switch label="Show revoked ones" checked={revoked} onChange={(event) => setRevoked(event.currentTarget.checked)} />}
      {tokens.data?.length === 0 && (
        <Empty icon={<IconTicket />} title="No token yet" action={add}>
          Give each application one of its own: it can be limited and revoked alone, and usage shows by its name.
        </Empty>
      )}
      {tokens.data && tokens.data.length > 0 && <DataTable label="Tokens" rows={tokens.data} id={(token) => token.id} columns={columns} />}
      {form && <TokenForm key={form === 'new' ? 'new' : form.id} token={form === 'new' ? undefined : form} close={() => setForm(null)} issued={setFresh} />}
      {fresh && <ShownOnce {...fresh} close={() => setFresh(null)} />}
    </Page>
  );
}

function Actions({ token, edit, show }: { token: Token; edit: (token: Token) => void; show: (fresh: { name: string; token: string }) => void }) {
  const [dialog, setDialog] = useState<'rotate' | 'revoke' | null>(null);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={`More for ${token.name}`}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => edit(token)}>Change limits</Menu.Item>
          <Menu.Item onClick={() => setDialog('rotate')}>Rotate</Menu.Item>
          <Menu.Divider />
          <Menu.Item color="red" onClick={() => setDialog('revoke')}>
            Revoke
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {dialog === 'revoke' && (
        <Confirm
          title={`Revoke ${token.name}?`}
          confirm="Revoke"
          danger
          close={() => setDialog(null)}
          act={() => api.delete('/api/v1/admin/tokens/{id}', { path: { id: token.id }, ifMatch: token.version })}
          done={() => said(`${token.name} is revoked`)}
        >
          It is refused from now on, on all nodes, and for ever. Whoever uses it needs another one.
        </Confirm>
      )}
      {dialog === 'rotate' && <Rotate token={token} close={() => setDialog(null)} show={show} />}
    </>
  );
}
