import {
  ActionIcon, AppShell, Badge, Burger, Group, Menu, NavLink, ScrollArea, Text, useComputedColorScheme, useMantineColorScheme,
} from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import {
  IconActivityHeartbeat, IconArrowsSplit2, IconChartBar, IconCloudOff, IconHistory, IconKey, IconLayoutDashboard,
  IconListSearch, IconLogout, IconMessage2Bolt, IconMoon, IconServer2, IconServerBolt, IconShieldLock,
  IconStack2, IconSun, IconTicket, IconUser,
} from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { NavLink as RouterLink, useLocation } from 'react-router';
import { useConnection, useLive } from './live';
import { useMayWrite, useSession } from './session';

export const MENU = [
  {
    label: 'Operate',
    pages: [
      { to: '/', label: 'Overview', icon: IconLayoutDashboard },
      { to: '/active', label: 'Active providers', icon: IconArrowsSplit2 },
      { to: '/servers', label: 'Servers', icon: IconServer2 },
      { to: '/api-keys', label: 'API keys', icon: IconKey },
      { to: '/usage', label: 'Usage', icon: IconChartBar },
      { to: '/playground', label: 'Playground', icon: IconMessage2Bolt },
    ],
  },
  {
    label: 'Record',
    pages: [
      { to: '/history', label: 'History', icon: IconHistory },
      { to: '/audit', label: 'Audit log', icon: IconListSearch },
    ],
  },
  {
    label: 'System',
    pages: [
      { to: '/tokens', label: 'Tokens', icon: IconTicket },
      { to: '/projections', label: 'Projections', icon: IconStack2 },
      { to: '/key-ring', label: 'Key ring', icon: IconShieldLock },
      { to: '/nodes', label: 'Nodes', icon: IconServerBolt },
    ],
  },
] as const;

export function Layout({ children }: { children: ReactNode }) {
  const [open, menu] = useDisclosure(false);
  const main = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  useLive();
  useEffect(() => {
    menu.close();
    const page = MENU.flatMap((group) => [...group.pages]).find((item) => item.to === pathname);
    document.title = page ? `${page.label} – Signalbox` : 'Signalbox';
  }, [pathname]);

  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 232, breakpoint: 'sm', collapsed: { mobile: !open } }}
      padding={{ base: 'sm', sm: 'lg' }}
    >
      <a
        className="skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          main.current?.focus();
        }}
      >
        Skip to the content
      </a>
      <AppShell.Header px="md">
        <Group h="100%" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger opened={open} onClick={menu.toggle} hiddenFrom="sm" size="sm" aria-label="Menu" aria-expanded={open} />
            <img src="/favicon.svg" alt="" width={26} height={26} />
            <Text fw={700} fz="lg">
              Signalbox
            </Text>
          </Group>
          <Group gap="xs" wrap="nowrap">
            <ConnectionState />
            <ColorScheme />
            <UserMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label="Pages">
        <AppShell.Section grow component={ScrollArea}>
          {MENU.map((group) => (
            <div key={group.label}>
              <Text size="xs" c="dimmed" fw={600} px="sm" pt="sm" pb={4} tt="uppercase" lts={0.5}>
                {group.label}
              </Text>
              {group.pages.map(({ to, label, icon: Icon }) => (
                <NavLink
                  key={to}
                  component={RouterLink}
                  to={to}
                  end={to === '/'}
                  active={pathname === to}
                  label={label}
                  leftSection={<Icon size={18} stroke={1.7} aria-hidden />}
                  bdrs="md"
                  className="nav"
                />
              ))}
            </div>
          ))}
        </AppShell.Section>
        <AppShell.Section p="sm">
          <Text size="xs" c="dimmed">
            <a href="/swagger-ui" target="_blank" rel="noreferrer">
              API documentation
            </a>
          </Text>
        </AppShell.Section>
      </AppShell.Navbar>
      <AppShell.Main id="main" ref={main} tabIndex={-1} className="main">
        <Offline />
        {children}
      </AppShell.Main>
    </AppShell>
  );
}

/** What is shown stays, but has to be read as of then. */
function Offline() {
  if (useConnection() !== 'offline') return null;
  return (
    <Text size="sm" className="offline" role="alert">
      <IconCloudOff size={16} aria-hidden /> No live connection to the control plane: what you see may be old. It is tried again by itself.
    </Text>
  );
}

function ConnectionState() {
  const connection = useConnection();
  const text = { live: 'Live', connecting: 'Connecting…', offline: 'Offline' }[connection];
  return (
    <span
      role="status"
      className="state"
      data-state={{ live: 'healthy', connecting: 'unknown', offline: 'down' }[connection]}
      title={
        connection === 'offline'
          ? 'No connection to the control plane: what you see may be old. It is tried again.'
          : 'What others change shows here without a reload'
      }
    >
      <IconActivityHeartbeat size={16} aria-hidden />
      <Text span size="sm">
        {text}
      </Text>
    </span>
  );
}

function ColorScheme() {
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme('light') === 'dark';
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="lg"
      aria-label={dark ? 'Light colours' : 'Dark colours'}
      onClick={() => setColorScheme(dark ? 'light' : 'dark')}
    >
      {dark ? <IconSun size={18} /> : <IconMoon size={18} />}
    </ActionIcon>
  );
}

function UserMenu() {
  const { session, signOut } = useSession();
  const mayWrite = useMayWrite();
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={`Signed in as ${session?.user}`}>
          <IconUser size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text size="sm" fw={600}>
            {session?.user}
          </Text>
          <Group gap={4} mt={4}>
            {session?.roles.map((role) => (
              <Badge key={role} variant="default" size="sm" tt="none">
                {role.toLowerCase()}
              </Badge>
            ))}
          </Group>
          {!mayWrite && (
            <Text size="xs" mt={6}>
              You can look at everything and change nothing.
            </Text>
          )}
        </Menu.Label>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void signOut()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
