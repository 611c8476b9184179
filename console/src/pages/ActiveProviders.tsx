import { SimpleGrid } from '@mantine/core';
import { useActive, useProviders } from '../api/queries';
import { PURPOSES } from '../api/types';
import { Page } from '../parts/Page';
import { Failure, Loading } from '../parts/states';
import { PurposeEditor } from './active/PurposeEditor';

export default function ActiveProviders() {
  const active = useActive();
  const providers = useProviders();
  const error = active.error ?? providers.error;
  return (
    <Page
      title="Active providers"
      about="What serves each purpose, and what takes over when it fails, in this order. A change is in effect on this node at once."
    >
      {(active.isPending || providers.isPending) && !error && <Loading rows={9} />}
      {error && <Failure error={error} retry={() => Promise.all([active.refetch(), providers.retry()])} />}
      {active.data && !providers.isPending && (
        <SimpleGrid cols={1}>
          {PURPOSES.map((purpose) => (
            <PurposeEditor
              key={purpose}
              purpose={purpose}
              active={active.data[purpose]}
              servers={providers.servers}
              apiKeys={providers.apiKeys}
            />
          ))}
        </SimpleGrid>
      )}
    </Page>
  );
}
