import { Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { api } from '../../api/client';
import { Confirm } from '../../parts/dialogs';
import type { Token } from './token';

const GRACE = [
  { value: '0', label: 'at once' },
  { value: '3600', label: 'after an hour' },
  { value: '86400', label: 'after a day' },
  { value: '604800', label: 'after a week' },
];

export function Rotate({ token, close, show }: { token: Token; close: () => void; show: (fresh: { name: string; token: string }) => void }) {
  const [grace, setGrace] = useState('86400');
  return (
    <Confirm
      title={`Rotate ${token.name}?`}
      confirm="Make a new token"
      close={close}
      act={() =>
        api.post('/api/v1/admin/tokens/{id}/rotate', {
          path: { id: token.id },
          ifMatch: token.version,
          body: { grace_seconds: Number(grace) },
        }) as unknown as Promise<{ token: string }>
      }
      done={(answer) => show({ name: token.name, token: answer.token })}
    >
      <Stack>
        <Text size="sm">A new token takes the place of this one, with the same roles and limits.</Text>
        <Select label="The old one ends" data={GRACE} value={grace} allowDeselect={false} onChange={(value) => value && setGrace(value)} />
      </Stack>
    </Confirm>
  );
}
