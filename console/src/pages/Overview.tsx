import { Button, SimpleGrid, Stack, Text } from '@mantine/core';
import { Link } from 'react-router';
import { useActive, useProviders } from '../api/queries';
import { PURPOSES } from '../api/types';
import { Page } from '../parts/Page';
import { Failure, Loading } from '../parts/states';
import { FirstSteps } from './overview/FirstSteps';
import { LastChanges } from './overview/LastChanges';
import { NodesCard } from './overview/NodesCard';
import { Now } from './overview/Now';
import { RouteCard } from './overview/RouteCard';

/** At a glance: what serves what, whether it is healthy, and what changed. */
export default function Overview() {
  const active = useActive();
  const providers = useProviders();
  const error = active.error ?? providers.error;
  const fresh = providers.servers.length + providers.apiKeys.length === 0;
  return (
    <Page title="Overview" about="What serves what right now, how it goes, and what changed last. Rates are of the last five minutes, curves of the last hour.">
      {error && <Failure error={error} retry={() => Promise.all([active.refetch(), providers.retry()])} />}
      {(active.isPending || providers.isPending) && !error && <Loading rows={8} />}
      {active.data && !providers.isPending && <Now active={active.data} servers={providers.servers} apiKeys={providers.apiKeys} />}
      {active.data && !providers.isPending && (fresh ? <FirstSteps /> : (
        <Stack gap="md">
          {PURPOSES.map((purpose) => (
            <RouteCard key={purpose} purpose={purpose} active={active.data[purpose]} servers={providers.servers} apiKeys={providers.apiKeys} />
          ))}
        </Stack>
      ))}
      <SimpleGrid cols={{ base: 1, md: 2 }} style={{ alignItems: 'start' }}>
        <LastChanges />
        <NodesCard />
      </SimpleGrid>
      {!fresh && active.data && Object.keys(active.data).length === 0 && (
        <Text size="sm">
          Nothing is served yet. <Button component={Link} to="/active" size="compact-sm">Choose the active providers</Button>
        </Text>
      )}
    </Page>
  );
}
