import { Alert, Autocomplete, Button, Group, SegmentedControl, SimpleGrid, Stack, Switch, Text, Textarea } from '@mantine/core';
import { useRef, useState } from 'react';
import { useMayWrite } from '../app/session';
import { millis } from '../parts/format';
import { Page, Section } from '../parts/Page';
import { Failure } from '../parts/states';
import { useActive, useProviders } from '../api/queries';
import { ask, type Asked, type Kind, type Outcome } from './playground/ask';
import { attemptsOf, modelsFor, providerOf, purposeOf } from './playground/way';

const ABOUT: Record<Kind, string> = { chat: 'Message', embeddings: 'Text', rerank: 'Query' };

/** One request through the active provider, as an application would send it. */
export default function Playground() {
  const mayWrite = useMayWrite();
  const [kind, setKind] = useState<Kind>('chat');
  const [text, setText] = useState('Say hello in one sentence.');
  const [documents, setDocuments] = useState('Signals keep trains apart.\nBread is baked in an oven.');
  const [model, setModel] = useState('');
  const [stream, setStream] = useState(true);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const active = useActive();
  const { servers, apiKeys } = useProviders();
  const running = useRef<AbortController | null>(null);

  async function run() {
    const aborted = new AbortController();
    running.current = aborted;
    setBusy(true);
    setError(null);
    setOutcome(null);
    const asked: Asked = { kind, text, documents: documents.split('\n').filter(Boolean), model: model.trim(), stream: stream && kind === 'chat' };
    try {
      await ask(asked, setOutcome, aborted.signal);
    } catch (failure) {
      if (!aborted.signal.aborted) setError(failure);
    }
    setBusy(false);
  }

  return (
    <Page title="Playground" about="Sends one request through the active provider, with its fallbacks, limits and usage records: what you see is what applications get.">
      {!mayWrite && <Alert color="yellow">Auditors can look, but requests may cost money: only administrators can send them.</Alert>}
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        <Section title="Request">
          <form
            onSubmit={(event) => {
              event.preventDefault();
              void run();
            }}
          >
            <Stack px="md" pb="md">
              <SegmentedControl aria-label="What" value={kind} onChange={(value) => setKind(value as Kind)} fullWidth
                data={[{ value: 'chat', label: 'Chat' }, { value: 'embeddings', label: 'Embedding' }, { value: 'rerank', label: 'Rerank' }]} />
              <Textarea label={ABOUT[kind]} autosize minRows={4} maxRows={14} required value={text} onChange={(event) => setText(event.currentTarget.value)} />
              {kind === 'rerank' && (
                <Textarea label="Documents" description="One a line" autosize minRows={3} required value={documents}
                  onChange={(event) => setDocuments(event.currentTarget.value)} />
              )}
              <Autocomplete label="Model" placeholder="The provider’s" data={modelsFor(active.data?.[purposeOf(kind)], servers)} value={model} onChange={setModel} />
              {kind === 'chat' && <Switch label="Stream" checked={stream} onChange={(event) => setStream(event.currentTarget.checked)} />}
              <Group>
                <Button type="submit" loading={busy} disabled={!mayWrite}>
                  Send
                </Button>
                {busy && (
                  <Button variant="default" onClick={() => { running.current?.abort(); setBusy(false); }}>
                    Stop
                  </Button>
                )}
              </Group>
            </Stack>
          </form>
        </Section>
        <Section title="Answer">
          <Stack px="md" pb="md">
            {error !== null && <Failure error={error} />}
            {outcome && (
              <>
                <div className="answer" aria-live="polite" aria-busy={busy}>
                  {outcome.text}
                </div>
                <table className="facts" aria-label="How it went">
                  <tbody>
                    <Fact label="Provider" value={providerOf(outcome.provider, servers, apiKeys)} />
                    <Fact label="Model" value={outcome.model} />
                    <Fact label="Attempts" value={attemptsOf(outcome.attempts, servers, apiKeys)} />
                    <Fact label="Time to first content" value={outcome.first === null ? null : millis(outcome.first)} />
                    <Fact label="Time in all" value={outcome.total === null ? null : millis(outcome.total)} />
                    <Fact label="Tokens" value={outcome.tokens} />
                    <Fact label="Configuration" value={outcome.revision && `position ${outcome.revision}`} />
                    <Fact label="Request" value={outcome.request} />
                  </tbody>
                </table>
              </>
            )}
            {!outcome && error === null && <Text size="sm" c="dimmed">{busy ? 'Waiting for the provider…' : 'Nothing sent yet. It shows here as it comes, with who gave it and how long it took.'}</Text>}
          </Stack>
        </Section>
      </SimpleGrid>
    </Page>
  );
}

function Fact({ label, value }: { label: string; value: string | null }) {
  if (!value) return null;
  return (
    <tr>
      <th scope="row">{label}</th>
      <td className="wrap">{value}</td>
    </tr>
  );
}
