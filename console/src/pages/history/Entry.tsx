import { ActionIcon, Badge, Button, Group, Menu, Text } from '@mantine/core';
import { IconArrowBackUp, IconDots } from '@tabler/icons-react';
import { Link } from 'react-router';
import type { HistoryEntry } from '../../api/types';
import { useMayWrite } from '../../app/session';
import { Changes } from '../../parts/changes';
import { spoken } from '../../parts/format';
import { When } from '../../parts/values';
import type { RestoreTarget } from './Restore';
import { lost, nameOf, scopeOf, undoOf } from './undo';

interface Props {
  entry: HistoryEntry;
  /** How many later changes of the same thing an undo would take back as well. */
  later: number;
  newest: number;
  restore: (target: RestoreTarget) => void;
  compare: (from: number, to: number) => void;
}

/** One change: what, who, when, and each field before and after. */
export function Entry({ entry, later, newest, restore, compare }: Props) {
  const mayWrite = useMayWrite();
  const name = nameOf(entry);
  const scope = scopeOf(entry);
  const undo = undoOf(entry);
  return (
    <li className="card entry">
      <Group justify="space-between" wrap="nowrap" align="flex-start" gap="xs">
        <div style={{ minWidth: 0 }}>
          <Group gap="xs">
            <Text fw={600} size="sm">
              {spoken(entry.event)}
            </Text>
            <Text size="sm" className="wrap">
              {name}
            </Text>
            {entry.restored_from && (
              <Badge variant="default" tt="none">
                restored from {entry.restored_from}
              </Badge>
            )}
          </Group>
          <Text size="xs" c="dimmed">
            {entry.user ?? 'unknown'}, <When at={entry.occurred_at} /> · position {entry.position}
          </Text>
        </div>
        <Group gap={4} wrap="nowrap">
          {mayWrite && undo && (
            <Button size="compact-sm" variant="default" leftSection={<IconArrowBackUp size={15} aria-hidden />} onClick={() => restore(undo)}
              aria-label={`Undo position ${entry.position}`}
              title={later === 0 ? undefined : `Also takes back ${later} later ${later === 1 ? 'change' : 'changes'} of ${name}; the plan shows it first`}>
              Undo
            </Button>
          )}
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon variant="subtle" color="gray" aria-label={`More for position ${entry.position}`}>
                <IconDots size={18} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => compare(entry.position, newest)}>Compare with now</Menu.Item>
              <Menu.Item component={Link} to={`/audit?position=${entry.position}`}>
                Audit entry and proof
              </Menu.Item>
              {mayWrite && (
                <>
                  <Menu.Divider />
                  {scope && (
                    <Menu.Item onClick={() => restore({ ...scope, position: entry.position, label: `${name} as after this change` })}>
                      Bring {name} back to this point
                    </Menu.Item>
                  )}
                  <Menu.Item onClick={() => restore({ position: entry.position, label: 'everything as after this change' })}>
                    Bring everything back to this point
                  </Menu.Item>
                </>
              )}
            </Menu.Dropdown>
          </Menu>
        </Group>
      </Group>
      <div className="entry-changes">
        <Changes changes={entry.changes} />
        {lost(entry) && (
          <Text size="sm" c="dimmed" mt={4}>
            No undo: the secret was destroyed with the key.{' '}
            {mayWrite && <Link to="/api-keys?edit=new">Add the key again</Link>}
          </Text>
        )}
      </div>
    </li>
  );
}
