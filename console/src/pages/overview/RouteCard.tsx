import { Badge, Group, Text } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { Fragment } from 'react';
import { Link } from 'react-router';
import { useRoutes, type RouteTarget } from '../../api/queries';
import type { Active, ApiKey, Purpose, Server } from '../../api/types';
import { Section } from '../../parts/Page';
import { words } from '../../parts/format';
import { named } from '../../parts/uses';
import { StateMark } from '../../parts/values';
import { key, targetsOf } from '../active/targets';
import { stateWith, stops } from './concerns';
import { Traffic } from './Traffic';

interface Props {
  purpose: Purpose;
  active: Active | undefined;
  servers: Server[];
  apiKeys: ApiKey[];
}

/** A purpose's way through its providers, as this node sees them, and what goes that way. */
export function RouteCard({ purpose, active, servers, apiKeys }: Props) {
  const targets = targetsOf(active);
  const routes = useRoutes();
  const way = stops(purpose, { active: { [purpose]: active }, servers, apiKeys, routes: routes.data?.routes ?? {} });
  const seen = new Map((routes.data?.routes[purpose] ?? []).map((route) => [key(route), route]));
  return (
    <Section
      title={purpose.charAt(0).toUpperCase() + purpose.slice(1)}
      actions={<Link to="/active" className="quiet">{targets.length === 0 ? 'Choose' : 'Change'}</Link>}
    >
      <div className="route" style={{ padding: '0 1rem 0.75rem' }}>
        {targets.length === 0 && (
          <Text size="sm" c="dimmed" pb="xs">
            No provider: requests for {purpose} are answered with an error.
          </Text>
        )}
        {targets.map((target, index) => {
          const { name, detail, state, why } = named(target, servers, apiKeys);
          const route = seen.get(key(target));
          const shown = stateWith(state, route);
          return (
            <Fragment key={key(target)}>
              {index > 0 && <IconArrowRight className="arrow" size={18} aria-label="then" role="img" />}
              <div className="stop" data-state={shown}>
                <Group justify="space-between" gap="xs" wrap="nowrap">
                  <Group gap={6} wrap="nowrap" miw={0}>
                    <Text fw={600} size="sm" truncate title={name}>
                      {name}
                    </Text>
                    {way[index]?.serving && <Badge size="sm" tt="none" className="whole" title="The next request goes here">serving</Badge>}
                  </Group>
                  <Text size="xs" component="div">
                    <StateMark state={shown} label={label(shown, target.provider_type, route)} />
                  </Text>
                </Group>
                <Why state={shown} known={why} cause={route?.cause ?? null} />
                <Text size="xs" c="dimmed" truncate>
                  {[detail, target.model ?? route?.model, route && route.in_flight > 0 ? `${route.in_flight} in flight` : null]
                    .filter(Boolean)
                    .join(' · ')}
                </Text>
              </div>
            </Fragment>
          );
        })}
      </div>
      {targets.length > 0 && <Traffic purpose={purpose} />}
    </Section>
  );
}

/** What requests have met is newer than what the last check found. */
function Why({ state, known, cause }: { state: string; known: string | null; cause: string | null }) {
  const text = state === 'cooling' ? cause && `After failures: ${words(cause)}` : known;
  return text ? (
    <Text size="xs" className="wrap">
      {text}
    </Text>
  ) : null;
}

function label(state: string, type: string, route: RouteTarget | undefined): string | undefined {
  if (state === 'cooling' && route?.cooling_until) {
    const left = Math.max(0, Math.round((Date.parse(route.cooling_until) - Date.now()) / 1000));
    return `Cooling, ${left} s`;
  }
  if (state === 'unknown' && type === 'api_key') return 'Ready';
  return undefined;
}
