import { Button, Code, Group, List, Text, Title } from '@mantine/core';
import { Link } from 'react-router';

/** What an empty Signalbox needs before it serves anything. */
export function FirstSteps() {
  return (
    <section className="card" style={{ padding: '1.5rem' }}>
      <Title order={2} size="h4">
        Three steps to the first answer
      </Title>
      <List type="ordered" mt="sm" spacing="xs">
        <List.Item>Add a server of your own, or a vendor’s key.</List.Item>
        <List.Item>Choose it as the active provider for chat, with a fallback if you have one.</List.Item>
        <List.Item>
          Point your applications to the data plane as to OpenAI: the base URL is <Code>http://127.0.0.1:4000/v1</Code> unless it was
          set otherwise.
        </List.Item>
      </List>
      <Group mt="md">
        <Button component={Link} to="/servers?edit=new">
          Add a server
        </Button>
        <Button component={Link} to="/api-keys?edit=new" variant="default">
          Add an API key
        </Button>
      </Group>
      <Text size="sm" c="dimmed" mt="md">
        The same can be done by the API and from the command line.
      </Text>
    </section>
  );
}
