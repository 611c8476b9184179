import '@mantine/core/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import './styles/base.css';
import './styles/tables.css';
import './styles/pages.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { setNonce } from 'get-nonce';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { askAhead, queryClient } from './api/queries';
import { App, fetchPage } from './app/App';
import { askForSession, SessionProvider } from './app/session';
import { theme, variables } from './app/theme';

const nonce = document.querySelector<HTMLMetaElement>('meta[name=csp-nonce]')?.content ?? '';
setNonce(nonce);

// all at once, and not each when the one before is drawn
const OTHERS = ['/usage', '/playground', '/tokens', '/projections', '/key-ring', '/nodes'];
// the session first: a browser has six connections, and the page's program comes in more files
askForSession().then(
  () => OTHERS.includes(location.pathname) || askAhead(),
  () => {}, // whoever draws the page sees the same failure
);
fetchPage(location.pathname);

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={variables} defaultColorScheme="auto" getStyleNonce={() => nonce}>
      <Notifications position="bottom-right" />
      <QueryClientProvider client={queryClient}>
        <SessionProvider>
          <BrowserRouter>
            <App />
          </BrowserRouter>
        </SessionProvider>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
