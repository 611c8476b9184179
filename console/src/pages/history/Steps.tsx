import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/client';
import type { RestorePlan, RestoreStep } from '../../api/types';
import { useNaming } from '../../parts/changes';
import { label, spoken } from '../../parts/format';
import { type Operation, turnOf } from './patch';

/** The steps of a restore; of each field what it is and what it becomes. */
export function Steps({ plan }: { plan: RestorePlan }) {
  const text = useNaming();
  const diff = useQuery({
    queryKey: ['restore-diff', plan.base_position, plan.position],
    queryFn: ({ signal }) => api.get('/api/v1/llm-config/history/diff', { query: { from: plan.base_position, to: plan.position }, signal }),
    gcTime: 0,
  });
  const patch = (diff.data?.patch ?? []) as Operation[];
  const told = (step: RestoreStep, field: string) => {
    // one that was put in another's place is there for a while: only then is it among the steps
    if (field === 'api_key') return 'the secret of then, which is still kept';
    const turn = turnOf(patch, step, field);
    return turn ? `${label(field)}: ${text(turn.before)} → ${text(turn.after)}` : label(field);
  };
  return (
    <ol className="plan" aria-label="What will be done">
      {plan.commands.map((step, index) => (
        <li key={index}>
          {spoken(step.command)} <b>{step.name}</b>
          {step.fields.length > 0 && (
            <Text span size="sm" c="dimmed" className="wrap">{` – ${step.fields.map((field) => told(step, field)).join(', ')}`}</Text>
          )}
        </li>
      ))}
    </ol>
  );
}
