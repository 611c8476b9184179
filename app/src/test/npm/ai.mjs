// Vercel's AI SDK with its modules for both APIs: each line of the output is one finding
import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { embed, generateText, stepCountIs, streamText, tool } from 'ai';
import { z } from 'zod';

const base = { baseURL: process.env.BASE_URL + '/v1', apiKey: process.env.TOKEN };
const openai = createOpenAICompatible({ ...base, name: 'signalbox', includeUsage: true });
const tools = { weather: tool({ inputSchema: z.object({ city: z.string() }), execute: async () => 'sunny' }) };

for (const [name, model] of [['openai', openai('default')], ['anthropic', createAnthropic(base)('default')]]) {
  const options = { model, maxRetries: 0, maxOutputTokens: 100 };
  const plain = await generateText({ ...options, prompt: 'Hi' });
  console.log(name + ' plain: ' + plain.text + ' ' + plain.finishReason + ' ' + plain.usage.inputTokens);
  const streamed = streamText({ ...options, prompt: 'Hi' });
  let text = '';
  for await (const piece of streamed.textStream) {
    text += piece;
  }
  console.log(name + ' streamed: ' + text + ' ' + (await streamed.usage).outputTokens);
  const steps = await generateText({ ...options, tools, stopWhen: stepCountIs(3), prompt: 'What is the weather?' });
  console.log(name + ' tools: ' + steps.steps[0].toolCalls[0].input.city + ' ' + steps.text);
  try {
    await generateText({ ...options, prompt: 'Please refuse' });
  } catch (e) {
    console.log(name + ' error: ' + e.statusCode + ' ' + e.message);
  }
  const abort = new AbortController();
  const hanging = streamText({ ...options, prompt: 'Please hang', abortSignal: abort.signal, onError: () => {} });
  for await (const piece of hanging.textStream) {
    abort.abort();
    break;
  }
  console.log(name + ' aborted: true');
}
const embedded = await embed({ model: openai.textEmbeddingModel('default'), value: 'a cat sleeps', maxRetries: 0 });
console.log('embedding: ' + embedded.embedding.length);
