import { Alert, Button, Center, Code, Paper, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import { ApiError } from '../api/client';
import { useSession } from './session';

export function SignIn() {
  const { signIn, ended } = useSession();
  const [token, setToken] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    document.title = 'Sign in – Signalbox';
  }, []);

  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      await signIn(token.trim());
    } catch (failure) {
      setProblem(wording(failure));
      setBusy(false);
    }
  }

  return (
    <Center mih="100dvh" p="md" component="main">
      <Paper className="card" p="xl" w="100%" maw={440}>
        <form onSubmit={(event) => void submit(event)}>
          <Stack>
            <img src="/favicon.svg" alt="" width={44} height={44} />
            <div>
              <Title order={1} size="h2">
                Sign in to Signalbox
              </Title>
              <Text c="dimmed" size="sm" mt={4}>
                Which provider serves what, whether it is healthy, and what changed.
              </Text>
            </div>
            {ended && !problem && <Alert color="yellow" title="Your session has ended">Sign in again to go on.</Alert>}
            <PasswordInput
              label="Token"
              description="Of Signalbox, or an access token of your identity provider where one is set up"
              name="token"
              autoComplete="current-password"
              autoFocus
              required
              value={token}
              error={problem}
              onChange={(event) => setToken(event.currentTarget.value)}
            />
            <Button type="submit" loading={busy} disabled={token.trim() === ''}>
              Sign in
            </Button>
            <Text size="sm" c="dimmed">
              First start? The admin token was printed where Signalbox was started, and is kept in{' '}
              <Code>~/.signalbox/admin-token</Code> there (or in <Code>$SIGNALBOX_HOME</Code>). If{' '}
              <Code>SIGNALBOX_ADMIN_TOKEN</Code> is set, it is that.
            </Text>
          </Stack>
        </form>
      </Paper>
    </Center>
  );
}

function wording(failure: unknown): string {
  if (failure instanceof ApiError) {
    if (failure.status === 401) return 'No such token. Check that it was copied whole; it may also have been revoked or expired.';
    if (failure.status === 403) return 'This token may not use the console: it needs the role admin or auditor.';
    return failure.message;
  }
  return 'The control plane can’t be reached. Is it running?';
}
