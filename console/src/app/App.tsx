import { Center, Loader } from '@mantine/core';
import { type ComponentType, lazy, Suspense, useEffect } from 'react';
import { Route, Routes, useLocation } from 'react-router';
import { Failure } from '../parts/states';
import { Unreachable } from '../api/client';
import { Boundary } from './Boundary';
import { Layout } from './Layout';
import { useSession } from './session';
import { SignIn } from './SignIn';

const sources: Record<string, () => Promise<{ default: ComponentType }>> = {
  '/': () => import('../pages/Overview'),
  '/servers': () => import('../pages/Servers'),
  '/api-keys': () => import('../pages/ApiKeys'),
  '/active': () => import('../pages/ActiveProviders'),
  '/usage': () => import('../pages/Usage'),
  '/playground': () => import('../pages/Playground'),
  '/history': () => import('../pages/History'),
  '/audit': () => import('../pages/Audit'),
  '/tokens': () => import('../pages/Tokens'),
  '/projections': () => import('../pages/Projections'),
  '/key-ring': () => import('../pages/KeyRing'),
  '/nodes': () => import('../pages/Nodes'),
};
/** The program of a page, before it is drawn. */
export function fetchPage(path: string): void {
  void sources[path]?.().catch(() => {});
}

const pages = Object.entries(sources).map(([path, source]) => [path, lazy(source)] as const);
const NotFound = lazy(() => import('../pages/NotFound'));

export function App() {
  const { session, unreachable, retry } = useSession();
  const { pathname } = useLocation();
  const signedIn = Boolean(session);
  // the other pages while nobody waits for them: then they are there at once, and without a network
  useEffect(() => {
    if (!signedIn) return;
    const timer = setTimeout(() => Object.values(sources).forEach((source) => void source().catch(() => {})), 1500);
    return () => clearTimeout(timer);
  }, [signedIn]);
  if (unreachable) {
    return (
      <Center mih="100dvh" p="md">
        <Failure error={new Unreachable()} retry={retry} />
      </Center>
    );
  }
  if (session === undefined) return <Waiting />;
  if (session === null) return <SignIn />;
  return (
    <Layout>
      <Boundary key={pathname}>
      <Suspense fallback={<Waiting />}>
        <Routes>
          {pages.map(([path, Page]) => (
            <Route key={path} path={path} element={<Page />} />
          ))}
          <Route path="*" element={<NotFound />} />
        </Routes>
      </Suspense>
      </Boundary>
    </Layout>
  );
}

function Waiting() {
  return (
    <Center mih="60dvh">
      <Loader aria-label="Loading" />
    </Center>
  );
}
