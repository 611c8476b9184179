import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import { ApiError, onSignedOut, send } from '../api/client';
import { queryClient } from '../api/queries';

export interface Session {
  user: string;
  roles: string[];
  expires_at: string | null;
}

interface SessionState {
  /** undefined until it is known, null when nobody is signed in */
  session: Session | null | undefined;
  /** Set when a session ended by itself. */
  ended: boolean;
  unreachable: boolean;
  /** Whether an identity provider can vouch for whoever signs in. */
  oidc: boolean;
  signIn: (token: string) => Promise<void>;
  signOut: () => Promise<void>;
  retry: () => void;
}

const SESSION = '/api/v1/session';
const Context = createContext<SessionState | null>(null);

let first: Promise<Response> | null = null;

/** Asks for the session before anything is drawn: nothing that is drawn has to wait for it. */
export function askForSession(): Promise<unknown> {
  first = send('get', SESSION);
  return first;
}

export function SessionProvider({ children }: { children: ReactNode }) {
  const [session, setSession] = useState<Session | null>();
  const [ended, setEnded] = useState(false);
  const [unreachable, setUnreachable] = useState(false);
  const [oidc, setOidc] = useState(false);

  const load = useCallback(async () => {
    setUnreachable(false);
    try {
      const asked = first ?? send('get', SESSION);
      first = null;
      setSession(await (await asked).json());
    } catch (failure) {
      if (failure instanceof ApiError) {
        setOidc(failure.signIn.includes('oidc'));
        setSession(null);
      } else {
        setUnreachable(true);
      }
    }
  }, []);

  useEffect(() => {
    void load();
    onSignedOut(() => {
      queryClient.clear();
      setEnded(true);
      setSession(null);
      // this page may never have needed to know
      void ways().then(setOidc);
    });
  }, [load]);

  const state = useMemo<SessionState>(
    () => ({
      session,
      ended,
      unreachable,
      oidc,
      retry: () => void load(),
      signIn: async (token) => {
        const answer = await send('post', SESSION, { body: { token } });
        const session = (await answer.json()) as Session;
        setEnded(false);
        setSession(session);
      },
      signOut: async () => {
        await send('delete', SESSION);
        queryClient.clear();
        setSession(null);
        setOidc(await ways());
      },
    }),
    [session, ended, unreachable, oidc, load],
  );
  return <Context.Provider value={state}>{children}</Context.Provider>;
}

/** Whether there is an identity provider: only who is not signed in is told. */
async function ways(): Promise<boolean> {
  return send('get', SESSION).then(
    () => false,
    (failure: unknown) => failure instanceof ApiError && failure.signIn.includes('oidc'),
  );
}

export function useSession(): SessionState {
  const state = useContext(Context);
  if (!state) throw new Error('outside of SessionProvider');
  return state;
}

/** Whether this user may change anything; auditors see everything and change nothing. */
export function useMayWrite(): boolean {
  return useSession().session?.roles.some((role) => role.toLowerCase() === 'admin') ?? false;
}
