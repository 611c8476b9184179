import { Alert, Button, Code, CopyButton, Group, Modal, Stack, Text } from '@mantine/core';

/** The only time that anybody sees this token. */
export function ShownOnce({ name, token, close }: { name: string; token: string; close: () => void }) {
  return (
    <Modal opened onClose={close} title={`The token of ${name}`} closeOnClickOutside={false} closeButtonProps={{ 'aria-label': 'Close' }}>
      <Stack>
        <Alert color="yellow" title="It is shown only now">
          <Text size="sm" c="var(--mantine-color-text)">
            Put it where its user keeps secrets. Signalbox keeps a hash of it and can’t show it again; a lost one is rotated.
          </Text>
        </Alert>
        <Code block className="wrap" data-testid="token">
          {token}
        </Code>
        <Group justify="flex-end">
          <CopyButton value={token}>
            {({ copied, copy }) => (
              <Button variant="default" onClick={copy}>
                {copied ? 'Copied' : 'Copy'}
              </Button>
            )}
          </CopyButton>
          <Button onClick={close}>I have it</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
