import { Text } from '@mantine/core';
import type { ApiKey, Server, Target } from '../../api/types';
import { named } from '../../parts/uses';

/** In words, what a request goes through with this order; docs/failover.md has the whole table. */
export function OnFailure({ targets, servers, apiKeys }: { targets: Target[]; servers: Server[]; apiKeys: ApiKey[] }) {
  const names = targets.map((target) => named(target, servers, apiKeys));
  const [first, ...others] = names;
  const firstDown = first?.state === 'down';
  return (
    <details className="on-failure">
      <summary>What happens on failure</summary>
      <Text size="sm" component="div" mt={6}>
        <ol>
          <li>
            Every request goes to <b>{first?.name}</b>
            {firstDown && others.length > 0 ? ', which is down at the moment: requests go on to the next one' : ''}.
          </li>
          {others.map((other, index) => (
            <li key={other.name}>
              If {index === 0 ? first?.name : others[index - 1]?.name} can’t be reached, is overloaded, refuses its key, answers with
              an error or sends nothing in time, the request goes to <b>{other.name}</b>
              {other.enabled ? '' : ' – which is disabled, so it is passed over'}.
            </li>
          ))}
          <li>
            If {others.length === 0 ? 'it' : 'the last one'} fails too, the client gets the first one’s failure, in OpenAI’s shape.
          </li>
        </ol>
        Once the first content has been sent, nothing switches: an answer is never spliced from two models. A mistake of the client’s
        own (such as a bad parameter) is answered at once, without trying others.
      </Text>
    </details>
  );
}
