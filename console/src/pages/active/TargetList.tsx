import {
  type Announcements, DndContext, type DragEndEvent, KeyboardSensor, PointerSensor, closestCenter, useSensor, useSensors,
} from '@dnd-kit/core';
import { SortableContext, sortableKeyboardCoordinates, useSortable, verticalListSortingStrategy } from '@dnd-kit/sortable';
import { ActionIcon, Badge, Group, Text } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconGripVertical, IconX } from '@tabler/icons-react';
import type { ApiKey, Purpose, Server, Target } from '../../api/types';
import { named } from '../../parts/uses';
import { StateMark } from '../../parts/values';
import { ModelPicker } from './ModelPicker';
import { key, move } from './targets';

interface Props {
  purpose: Purpose;
  targets: Target[];
  servers: Server[];
  apiKeys: ApiKey[];
  change: (targets: Target[]) => void;
  readOnly: boolean;
}

/** The order, to be changed by dragging, by the keys that drag (space and arrows), or by two buttons. */
export function TargetList({ purpose, targets, servers, apiKeys, change, readOnly }: Props) {
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const name = (id: string | number) => {
    const target = targets.find((one) => key(one) === id);
    return target ? named(target, servers, apiKeys).name : String(id);
  };
  const place = (id: string | number) => targets.findIndex((one) => key(one) === id);

  function dropped({ active, over }: DragEndEvent) {
    if (over && active.id !== over.id) change(move(targets, place(active.id), place(over.id)));
  }

  const announcements: Announcements = {
    onDragStart: ({ active }) => `${name(active.id)} is picked up.`,
    onDragOver: ({ active, over }) => (over ? `${name(active.id)} is over place ${place(over.id) + 1}.` : undefined),
    onDragEnd: ({ active, over }) => (over ? `${name(active.id)} is put on place ${place(over.id) + 1}.` : undefined),
    onDragCancel: ({ active }) => `${name(active.id)} is back where it was.`,
  };

  return (
    <DndContext sensors={sensors} collisionDetection={closestCenter} onDragEnd={dropped} accessibility={{ announcements }}>
      <SortableContext items={targets.map(key)} strategy={verticalListSortingStrategy} disabled={readOnly}>
        <ol className="targets" aria-label={`Order for ${purpose}`}>
          {targets.map((target, index) => (
            <Row
              key={key(target)}
              target={target}
              index={index}
              count={targets.length}
              shown={named(target, servers, apiKeys)}
              readOnly={readOnly}
              moveTo={(to) => change(move(targets, index, to))}
              remove={() => change(targets.filter((one) => one !== target))}
              model={(model) => change(targets.map((one) => (one === target ? { ...one, model } : one)))}
            />
          ))}
        </ol>
      </SortableContext>
    </DndContext>
  );
}

interface RowProps {
  target: Target;
  index: number;
  count: number;
  shown: ReturnType<typeof named>;
  readOnly: boolean;
  moveTo: (to: number) => void;
  remove: () => void;
  model: (model: string) => void;
}

function Row({ target, index, count, shown, readOnly, moveTo, remove, model }: RowProps) {
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } = useSortable({ id: key(target) });
  return (
    <li
      ref={setNodeRef}
      className={isDragging ? 'target dragging' : 'target'}
      style={{ transform: transform ? `translateY(${transform.y}px)` : undefined, transition }}
    >
      {!readOnly && (
        <ActionIcon ref={setActivatorNodeRef} variant="subtle" color="gray" {...attributes} {...listeners} aria-label={`Move ${shown.name}`}
          className="grip">
          <IconGripVertical size={18} />
        </ActionIcon>
      )}
      <Badge variant={index === 0 ? 'filled' : 'default'} tt="none" className="place">
        {index === 0 ? 'First choice' : `Fallback ${index}`}
      </Badge>
      <div className="target-name">
        <Text fw={600} size="sm" className="wrap">
          {shown.name}
        </Text>
        <Group gap={8}>
          <Text size="xs" c="dimmed">
            {shown.detail}
          </Text>
          {(shown.state !== 'unknown' || target.provider_type === 'api_key') && (
            <Text size="xs" component="div">
              <StateMark state={shown.state} label={shown.state === 'unknown' ? 'Ready' : undefined} />
            </Text>
          )}
        </Group>
      </div>
      <ModelPicker target={target} name={shown.name} usual={shown.model} readOnly={readOnly} change={model} />
      {!readOnly && (
        <Group gap={2} wrap="nowrap">
          <ActionIcon variant="subtle" color="gray" aria-label={`Move ${shown.name} up`} disabled={index === 0} onClick={() => moveTo(index - 1)}>
            <IconArrowUp size={16} />
          </ActionIcon>
          <ActionIcon variant="subtle" color="gray" aria-label={`Move ${shown.name} down`} disabled={index === count - 1}
            onClick={() => moveTo(index + 1)}>
            <IconArrowDown size={16} />
          </ActionIcon>
          <ActionIcon variant="subtle" color="red" aria-label={`Remove ${shown.name}`} onClick={remove}>
            <IconX size={16} />
          </ActionIcon>
        </Group>
      )}
    </li>
  );
}
