import { Button, Checkbox, Drawer, Group, NumberInput, SimpleGrid, Stack, TagsInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ApiError } from '../../api/client';
import { queryClient } from '../../api/queries';
import { useMayWrite } from '../../app/session';
import { Conflict } from '../../parts/Conflict';
import { isConflict, said } from '../../parts/dialogs';
import { Failure } from '../../parts/states';
import { versionsOf } from '../../parts/versions';
import { TERMS, termsOf, type Token } from './token';

const ROLES = [
  { value: 'inference', label: 'inference', description: 'sends requests to the data plane' },
  { value: 'auditor', label: 'auditor', description: 'sees everything on the control plane, changes nothing' },
  { value: 'router', label: 'router', description: 'reads provider configurations with the keys in them' },
  { value: 'admin', label: 'admin', description: 'changes everything' },
];

interface Props {
  token?: Token;
  close: () => void;
  issued: (fresh: { name: string; token: string }) => void;
}

const numberOf = (value: string | number) => (value === '' ? null : Number(value));

/** Issues a token, or changes what one is limited to. */
export function TokenForm({ token, close, issued }: Props) {
  const mayWrite = useMayWrite() && !token?.revoked_at;
  const [base, setBase] = useState(token);
  const [theirs, setTheirs] = useState<Token | null>(null);
  const [name, setName] = useState(token?.name ?? '');
  const [roles, setRoles] = useState(token?.roles ?? ['inference']);
  const [purposes, setPurposes] = useState(token?.purposes ?? []);
  const [models, setModels] = useState(token?.models ?? []);
  const [requests, setRequests] = useState<string | number>(token?.requests_per_minute ?? '');
  const [tokens, setTokens] = useState<string | number>(token?.tokens_per_minute ?? '');
  const [day, setDay] = useState<string | number>(token?.budget_usd_per_day ?? '');
  const [month, setMonth] = useState<string | number>(token?.budget_usd_per_month ?? '');
  const [expires, setExpires] = useState(token?.expires_at?.slice(0, 10) ?? '');
  const terms = {
    purposes,
    models,
    requests_per_minute: numberOf(requests),
    tokens_per_minute: numberOf(tokens),
    budget_usd_per_day: numberOf(day),
    budget_usd_per_month: numberOf(month),
    expires_at: expires === '' ? null : expires === base?.expires_at?.slice(0, 10) ? base.expires_at : new Date(expires).toISOString(),
  };
  const save = useMutation({
    mutationFn: (version: number | undefined) =>
      (token
        ? api.put('/api/v1/admin/tokens/{id}', { path: { id: token.id }, ifMatch: version, body: terms })
        : api.post('/api/v1/admin/tokens', { body: { ...terms, name: name.trim(), roles } })) as unknown as Promise<{ token?: string }>,
    onSuccess: (answer) => {
      void queryClient.invalidateQueries({ queryKey: ['tokens'] });
      if (answer.token) issued({ name, token: answer.token });
      else said(`${name} has new limits`);
      close();
    },
    onError: async (error) => {
      if (isConflict(error) && token) {
        setTheirs((await api.get('/api/v1/admin/tokens/{id}', { path: { id: token.id } })) as unknown as Token);
      }
    },
  });
  function begin(again: Token) {
    setBase(again);
    setTheirs(null);
    setPurposes(again.purposes);
    setModels(again.models);
    setRequests(again.requests_per_minute ?? '');
    setTokens(again.tokens_per_minute ?? '');
    setDay(again.budget_usd_per_day ?? '');
    setMonth(again.budget_usd_per_month ?? '');
    setExpires(again.expires_at?.slice(0, 10) ?? '');
    save.reset();
  }
  const errors = new Map((save.error instanceof ApiError ? save.error.errors : []).map((e) => [e.field, e.message]));
  return (
    <Drawer opened onClose={close} position="right" size="lg" title={token?.name ?? 'Issue a token'} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={(event) => { event.preventDefault(); save.mutate(base?.version); }}>
        <fieldset disabled={!mayWrite} style={{ border: 0, padding: 0, margin: 0 }}>
          <Stack>
            <TextInput label="Name" required data-autofocus maxLength={255} disabled={token !== undefined} description="Who uses it; usage and the audit log show this"
              value={name} error={errors.get('name')} onChange={(event) => setName(event.currentTarget.value)} />
            <Checkbox.Group label="Roles" value={roles} onChange={setRoles} error={errors.get('roles')}>
              <Stack gap={6} mt="xs">
                {ROLES.map((role) => <Checkbox key={role.value} {...role} disabled={token !== undefined} />)}
              </Stack>
            </Checkbox.Group>
            <Checkbox.Group label="Purposes" description="None marked: all" value={purposes} onChange={setPurposes}>
              <Group mt="xs">
                {['chat', 'embeddings', 'reranking'].map((purpose) => <Checkbox key={purpose} value={purpose} label={purpose} />)}
              </Group>
            </Checkbox.Group>
            <TagsInput label="Models" description="Names or patterns such as gpt-5*; none: all. Enter adds one." value={models} onChange={setModels}
              error={errors.get('models')} disabled={!mayWrite} />
            <SimpleGrid cols={{ base: 1, xs: 2 }}>
              <NumberInput label="Requests per minute" min={1} allowDecimal={false} hideControls value={requests} onChange={setRequests} error={errors.get('requests_per_minute')} />
              <NumberInput label="Tokens per minute" min={1} allowDecimal={false} hideControls value={tokens} onChange={setTokens} error={errors.get('tokens_per_minute')} />
              <NumberInput label="Budget per day" prefix="$" min={0} decimalScale={4} hideControls value={day} onChange={setDay} error={errors.get('budget_usd_per_day')} />
              <NumberInput label="Budget per month" prefix="$" min={0} decimalScale={4} hideControls value={month} onChange={setMonth} error={errors.get('budget_usd_per_month')} />
            </SimpleGrid>
            <TextInput label="Expires" type="date" description="Empty: never" value={expires} error={errors.get('expires_at')}
              onChange={(event) => setExpires(event.currentTarget.value)} />
            {theirs && base && (
              <Conflict
                entity={{ entity_type: 'token', entity_id: base.id }}
                since={base.version}
                versions={versionsOf(termsOf(base), termsOf(theirs), terms, TERMS)}
                takeTheirs={() => begin(theirs)}
                keepMine={() => {
                  setBase(theirs);
                  setTheirs(null);
                  save.mutate(theirs.version);
                }}
              />
            )}
            {save.error && !theirs && errors.size === 0 && <Failure error={save.error} />}
            <Group justify="flex-end">
              <Button variant="default" onClick={close}>{mayWrite ? 'Cancel' : 'Close'}</Button>
              {mayWrite && (
                <Button type="submit" loading={save.isPending} disabled={roles.length === 0 || theirs !== null}>
                  {token ? 'Save' : 'Issue the token'}
                </Button>
              )}
            </Group>
          </Stack>
        </fieldset>
      </form>
    </Drawer>
  );
}
