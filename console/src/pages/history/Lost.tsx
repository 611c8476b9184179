import { Alert, Text } from '@mantine/core';
import { Link } from 'react-router';
import type { NotRestored } from '../../api/types';
import { label } from '../../parts/format';

/** What stays other than it was, why, and where the way on is. @param all whether nothing else is left to be done */
export function Lost({ items, all }: { items: NotRestored[]; all: boolean }) {
  return (
    <Alert color="yellow" title={all ? 'Nothing of this can be brought back' : 'What will not be as it was'}>
      <ul className="plan">
        {items.map((item, index) => (
          <li key={index}>
            <Text size="sm" c="var(--mantine-color-text)">
              <b>{item.name}</b>
              {item.field ? `, ${label(item.field)}` : ''}: {item.detail} <WayOn item={item} />
            </Text>
          </li>
        ))}
      </ul>
    </Alert>
  );
}

/** A secret that is gone has to be entered: there is a form for it. */
function WayOn({ item }: { item: NotRestored }) {
  if (item.code !== 'secret-destroyed') return null;
  if (item.entity_type === 'api_key') {
    return item.field === null ? <Link to="/api-keys?edit=new">Add it</Link> : <Link to={`/api-keys?edit=${item.entity_id}`}>Enter it again</Link>;
  }
  // a server that is gone has no number yet
  return null;
}
