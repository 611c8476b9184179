// OpenAI's client: each line of the output is one finding
import OpenAI from 'openai';

const client = new OpenAI({ baseURL: process.env.BASE_URL + '/v1', apiKey: process.env.TOKEN, maxRetries: 0 });
const ask = (content) => ({ model: 'default', messages: [{ role: 'user', content }] });
const tools = [{ type: 'function', function: { name: 'weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } } }];

const plain = await client.chat.completions.create(ask('Hi'));
console.log('plain: ' + plain.choices[0].message.content);

let text = '';
let usage = null;
for await (const chunk of await client.chat.completions.create({ ...ask('Hi'), stream: true })) {
  // clients index without looking: an event without a choice must not come unasked
  text += chunk.choices[0].delta.content ?? '';
}
console.log('streamed: ' + text);
for await (const chunk of await client.chat.completions.create({ ...ask('Hi'), stream: true, stream_options: { include_usage: true } })) {
  usage = chunk.usage ?? usage;
}
console.log('usage: ' + usage.total_tokens);

const called = await client.chat.completions.create({ ...ask('What is the weather?'), tools });
const call = called.choices[0].message.tool_calls[0];
console.log('tool: ' + call.function.name + ' ' + call.function.arguments);
const told = await client.chat.completions.create({
  model: 'default',
  tools,
  messages: [
    { role: 'user', content: 'What is the weather?' },
    called.choices[0].message,
    { role: 'tool', tool_call_id: call.id, content: 'sunny' },
  ],
});
console.log('told: ' + told.choices[0].message.content);
const run = await client.chat.completions.stream({ ...ask('What is the weather?'), tools }).finalChatCompletion();
console.log('streamed tool: ' + run.choices[0].message.tool_calls[0].function.arguments);

const embedded = await client.embeddings.create({ model: 'default', input: 'a cat sleeps' });
console.log('embedding: ' + embedded.data[0].embedding.length);

try {
  await client.chat.completions.create(ask('Please refuse'));
} catch (e) {
  console.log('error: ' + e.constructor.name + ' ' + e.status + ' ' + e.message);
}

const stream = await client.chat.completions.create({ ...ask('Please hang'), stream: true });
for await (const chunk of stream) {
  if (chunk.choices[0].delta.content) {
    stream.controller.abort();
    break;
  }
}
console.log('aborted: true');
