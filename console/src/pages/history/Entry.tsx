import { ActionIcon, Badge, Group, Menu, Text } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import type { HistoryEntry } from '../../api/types';
import { useMayWrite } from '../../app/session';
import { Changes } from '../../parts/changes';
import { spoken } from '../../parts/format';
import { When } from '../../parts/values';
import type { RestoreTarget } from './Restore';

const NOUN: Record<string, string> = { server: 'server', api_key: 'API key', active_provider: 'active provider' };

export function nameOf(entry: Pick<HistoryEntry, 'entity_type' | 'entity_id' | 'before' | 'after'>): string {
  const state = (entry.after ?? entry.before ?? {}) as Record<string, unknown>;
  const name = state.name ?? state.key_name;
  return name ? String(name) : entry.entity_type === 'active_provider' ? entry.entity_id : `${NOUN[entry.entity_type]} ${entry.entity_id}`;
}

interface Props {
  entry: HistoryEntry;
  newest: number;
  restore: (target: RestoreTarget) => void;
  compare: (from: number, to: number) => void;
}

/** One change: what, who, when, and each field before and after. */
export function Entry({ entry, newest, restore, compare }: Props) {
  const mayWrite = useMayWrite();
  const name = nameOf(entry);
  const what = entry.entity_type === 'active_provider'
    ? { position: 0, purpose: entry.entity_id, label: entry.entity_id }
    : { position: 0, entity_type: entry.entity_type, entity_id: entry.entity_id, label: name };
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
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" aria-label={`More for position ${entry.position}`}>
              <IconDots size={18} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => compare(entry.position, newest)}>Compare with now</Menu.Item>
            <Menu.Item component="a" href={`/audit?position=${entry.position}`}>
              Audit entry and proof
            </Menu.Item>
            {mayWrite && (
              <>
                <Menu.Divider />
                <Menu.Item onClick={() => restore({ ...what, position: entry.position - 1, label: `${what.label} as before this change` })}>
                  Undo this for {name}
                </Menu.Item>
                <Menu.Item onClick={() => restore({ ...what, position: entry.position, label: `${what.label} as after this change` })}>
                  Bring {name} back to this point
                </Menu.Item>
                <Menu.Item onClick={() => restore({ position: entry.position, label: 'everything as after this change' })}>
                  Bring everything back to this point
                </Menu.Item>
              </>
            )}
          </Menu.Dropdown>
        </Menu>
      </Group>
      <div className="entry-changes">
        <Changes changes={entry.changes} />
      </div>
    </li>
  );
}
