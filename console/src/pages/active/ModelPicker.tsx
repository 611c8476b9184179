import { Autocomplete } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client';
import type { Target } from '../../api/types';

interface Props {
  target: Target;
  name: string;
  /** What is asked for when nothing is chosen here. */
  usual: string | null;
  readOnly: boolean;
  change: (model: string) => void;
}

/** The model for one place in the order: what the server offers is asked for when somebody looks for it. */
export function ModelPicker({ target, name, usual, readOnly, change }: Props) {
  const [looking, setLooking] = useState(false);
  const server = target.provider_type === 'ai_server';
  const offered = useQuery({
    queryKey: ['models', target.provider_id],
    queryFn: ({ signal }) => api.get('/api/v1/llm-config/servers/{id}/models', { path: { id: target.provider_id }, signal }),
    enabled: looking && server && !readOnly,
    staleTime: 60_000,
    retry: false,
  });
  return (
    <Autocomplete
      aria-label={`Model for ${name}`}
      placeholder={usual ?? (server ? 'As the server is set' : 'As the client asks for')}
      title={usual ? `Empty: ${usual}, as the server is set` : undefined}
      size="xs"
      className="target-model"
      data={offered.data ?? []}
      limit={200}
      value={target.model ?? ''}
      readOnly={readOnly}
      onFocus={() => setLooking(true)}
      onChange={change}
    />
  );
}
