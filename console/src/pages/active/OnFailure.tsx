import { Text } from '@mantine/core';
import { useRoutes } from '../../api/queries';
import type { ApiKey, Purpose, Server, Target } from '../../api/types';
import { stateWith } from '../overview/concerns';
import { named } from '../../parts/uses';
import { failures } from './failures';
import { key } from './targets';

interface Props {
  purpose: Purpose;
  targets: Target[];
  servers: Server[];
  apiKeys: ApiKey[];
  /** While an order is not saved yet, what it would do is worth the place. */
  open: boolean;
}

/** In words, what a request goes through with this order as the providers are now; docs/failover.md has the whole table. */
export function OnFailure({ purpose, targets, servers, apiKeys, open }: Props) {
  const routes = useRoutes().data?.routes[purpose] ?? [];
  const { now, then } = failures(
    targets.map((target) => {
      const { name, state } = named(target, servers, apiKeys);
      return { name, state: stateWith(state, routes.find((route) => key(route) === key(target))) };
    }),
  );
  return (
    <details className="on-failure" open={open || undefined}>
      <summary>What happens on failure</summary>
      <Text size="sm" component="div" mt={6}>
        <ol aria-label={`What happens when a provider for ${purpose} fails`}>
          <li>{now}</li>
          {then.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ol>
        A provider fails when it can’t be reached, is overloaded, refuses its key, answers with an error or sends nothing in time. Once the
        first content has been sent, nothing switches: an answer is never spliced from two models. A mistake of the client’s own (such as a
        bad parameter) is answered at once, without trying others.
      </Text>
    </details>
  );
}
