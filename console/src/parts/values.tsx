import { Text, Tooltip } from '@mantine/core';
import {
  IconAlertTriangle, IconCircleCheck, IconCircleDashed, IconCircleOff, IconCircleX, IconSnowflake,
} from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { absolute, ago } from './format';

const STATES = {
  healthy: { label: 'Healthy', Icon: IconCircleCheck },
  degraded: { label: 'Degraded', Icon: IconAlertTriangle },
  cooling: { label: 'Cooling', Icon: IconSnowflake },
  down: { label: 'Down', Icon: IconCircleX },
  off: { label: 'Disabled', Icon: IconCircleOff },
  unknown: { label: 'Unknown', Icon: IconCircleDashed },
} as const;
export type State = keyof typeof STATES;

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** By colour, shape and word: none of them alone. */
export function StateMark({ state, label }: { state: string; label?: string }) {
  const known = STATES[state as State] ?? STATES.unknown;
  return (
    <span className="state" data-state={state in STATES ? state : 'unknown'}>
      <known.Icon size={16} aria-hidden />
      {capital(label ?? known.label)}
    </span>
  );
}

/** "3 min ago", growing by itself; the exact time on hover and for whoever selects it. */
export function When({ at, never = '–' }: { at: string | null | undefined; never?: string }) {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), 15_000);
    return () => clearInterval(timer);
  }, []);
  if (!at) return <Text span inherit c="dimmed">{never}</Text>;
  return (
    <Tooltip label={absolute(at)}>
      <time dateTime={at}>{ago(at)}</time>
    </Tooltip>
  );
}
