import { Group, Text } from '@mantine/core';
import { Link } from 'react-router';
import { useNodes, useProjections, useProof, useRoutes } from '../../api/queries';
import { type ActiveByPurpose, type ApiKey, PURPOSES, type Server } from '../../api/types';
import { money } from '../../parts/format';
import { StateMark } from '../../parts/values';
import { ofPurpose, rateText, recent, share } from '../usage/report';
import { concerns, failing } from './concerns';
import { NOW, useTraffic } from './traffic';

interface Props {
  active: ActiveByPurpose;
  servers: Server[];
  apiKeys: ApiKey[];
}

/** The answer to “is everything all right?”, and what to look at when it is not. */
export function Now({ active, servers, apiKeys }: Props) {
  const routes = useRoutes().data?.routes ?? {};
  const projections = useProjections().data ?? [];
  const nodes = useNodes().data ?? [];
  const proof = useProof().data;
  const { hour } = useTraffic();
  const lately = Object.fromEntries(PURPOSES.flatMap((purpose) => (hour ? [[purpose, recent(ofPurpose(hour, purpose), NOW)]] : [])));
  const list = concerns({ active, servers, apiKeys, routes, projections, nodes, proof, recent: lately });
  const served = Object.keys(active).length;
  const worst = list[0]?.state ?? (served === 0 ? 'unknown' : 'healthy');
  return (
    <section className="card now" data-state={worst} aria-label="At a glance">
      <div className="now-state" role="status">
        <StateMark
          state={worst}
          label={
            list.length === 0
              ? served === 0 ? 'Nothing is served yet' : 'Everything is all right'
              : list.length === 1 ? 'One thing needs your attention' : `${list.length} things need your attention`
          }
        />
        {list.length > 0 && (
          <ul className="concerns">
            {list.slice(0, 6).map((concern) => (
              <li key={concern.text} data-state={concern.state}>
                <Link to={concern.to}>{concern.text}</Link>
              </li>
            ))}
            {list.length > 6 && <li>{list.length - 6} more</li>}
          </ul>
        )}
      </div>
      <Totals />
    </section>
  );
}

function Totals() {
  const { hour, today } = useTraffic();
  const now = hour && recent(hour, NOW);
  const cost = today?.totals.cost_usd ?? null;
  return (
    <Group gap="xl" className="now-figures">
      <Figure label="Requests/s" value={now ? rateText(now.requests, now.seconds) : '–'} />
      <Figure label="Errors" value={now ? share(now.errors, now.requests) : '–'} bad={now !== undefined && failing(now.errors, now.requests)} />
      <Figure label="Cost today" value={cost === null ? '–' : money(Number(cost))} />
    </Group>
  );
}

function Figure({ label, value, bad = false }: { label: string; value: string; bad?: boolean }) {
  return (
    <div>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <Text fw={650} fz="lg" lh={1.3} c={bad ? 'var(--sbx-down)' : undefined}>
        {value}
      </Text>
    </div>
  );
}
