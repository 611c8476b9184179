import { Alert, Button, Center, Code, Divider, Paper, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import { ApiError } from '../api/client';
import { useSession } from './session';

export function SignIn() {
  const { signIn, ended, oidc } = useSession();
  const [token, setToken] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const back = RETURNED[new URLSearchParams(location.search).get('sign_in') ?? ''];
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
            {back && !problem && <Alert color="red" title="You are not signed in" role="alert">{back}</Alert>}
            {oidc && (
              <>
                <Button component="a" href="/api/v1/session/oidc" fullWidth>
                  Sign in with your identity provider
                </Button>
                <Divider label="or with a token" />
              </>
            )}
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
            <Button type="submit" variant={oidc ? 'default' : 'filled'} loading={busy} disabled={token.trim() === ''}>
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

/** How the way back from the identity provider ended, when not with a session. */
const RETURNED: Record<string, string> = {
  refused: 'The identity provider does not vouch for this sign-in, or it was begun too long ago or in another browser. Begin again.',
  forbidden: 'Your account has no role here that may use the console: it needs admin or auditor. Ask whoever gives them.',
  unreachable: 'The identity provider can’t be reached. Try again, or sign in with a token.',
};

function wording(failure: unknown): string {
  if (failure instanceof ApiError) {
    if (failure.status === 401) return 'No such token. Check that it was copied whole; it may also have been revoked or expired.';
    if (failure.status === 403) return 'This token may not use the console: it needs the role admin or auditor.';
    return failure.message;
  }
  return 'The control plane can’t be reached. Is it running?';
}
