// Anthropic's client: each line of the output is one finding
import Anthropic from '@anthropic-ai/sdk';

const client = new Anthropic({ baseURL: process.env.BASE_URL, apiKey: process.env.TOKEN, maxRetries: 0 });
const ask = (content) => ({ model: 'default', max_tokens: 100, messages: [{ role: 'user', content }] });
const tools = [{ name: 'weather', input_schema: { type: 'object', properties: { city: { type: 'string' } } } }];

const plain = await client.messages.create(ask('Hi'));
console.log('plain: ' + plain.content[0].text + ' ' + plain.stop_reason);

const streamed = await client.messages.stream(ask('Hi')).finalMessage();
console.log('streamed: ' + streamed.content[0].text + ' ' + streamed.usage.output_tokens);

const called = await client.messages.create({ ...ask('What is the weather?'), tools });
const use = called.content[0];
console.log('tool: ' + use.name + ' ' + JSON.stringify(use.input));
const told = await client.messages.create({
  model: 'default',
  max_tokens: 100,
  tools,
  messages: [
    { role: 'user', content: 'What is the weather?' },
    { role: 'assistant', content: called.content },
    { role: 'user', content: [{ type: 'tool_result', tool_use_id: use.id, content: 'sunny' }] },
  ],
});
console.log('told: ' + told.content[0].text);
const run = await client.messages.stream({ ...ask('What is the weather?'), tools }).finalMessage();
console.log('streamed tool: ' + JSON.stringify(run.content[0].input));

const count = await client.messages.countTokens({ model: 'default', messages: ask('Hi').messages });
console.log('counted: ' + (count.input_tokens > 0));

try {
  await client.messages.create(ask('Please refuse'));
} catch (e) {
  console.log('error: ' + e.constructor.name + ' ' + e.status + ' ' + e.error.error.message + ' ' + (e.requestID !== null));
}

const stream = client.messages.stream(ask('Please hang'));
for await (const event of stream) {
  if (event.type === 'content_block_delta') {
    stream.abort();
    break;
  }
}
console.log('aborted: true');
