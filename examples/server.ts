/**
 * A server that runs strangers' scripts on its only thread and goes on serving: it answers a ping every few
 * milliseconds while twenty contexts run endless loops until their limits. `tsx examples/server.ts`
 * In a program of your own, import from 'tidelock'.
 */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { LuaContext, type LuaLimitError } from '../src/index.ts';

/** The answer to `POST /run`: what the script returns, or why it was ended. It ends when the client goes away. */
async function run(request: IncomingMessage): Promise<unknown> {
  let source = '';
  for await (const chunk of request) source += chunk;
  const gone = new AbortController();
  request.socket.once('close', () => gone.abort());
  using lua = new LuaContext({ wait: setTimeout }, { maxMemory: '5MB', timeout: 1000, maxInstructions: 0 });
  try {
    return { result: await lua.executeScriptAsync(source, { signal: gone.signal }) };
  } catch (error) {
    return { error: (error as LuaLimitError).message };
  }
}

async function listen(): Promise<Server> {
  const server = createServer(async (request, response) => {
    const answer = request.url === '/run' ? await run(request) : { pong: true };
    response.end(JSON.stringify(answer));
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

const server = await listen();
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const post = async (body: string) => (await fetch(`${url}/run`, { method: 'POST', body })).json();

const scripts = Array.from({ length: 20 }, () => post('while true do end'));
const patient = post('wait(50) return "one that waits is served as well"');
let running = true;
const outcomes = Promise.all([...scripts, patient]).finally(() => {
  running = false;
});

const pings: number[] = [];
while (running) {
  const start = performance.now();
  await (await fetch(`${url}/ping`)).text();
  pings.push(performance.now() - start);
  await setTimeout(3);
}
server.close();

const counts = new Map<string, number>();
for (const outcome of (await outcomes) as object[]) {
  const text = JSON.stringify(outcome).replace(/[\d,]+ ms of/, 'x ms of');
  counts.set(text, (counts.get(text) ?? 0) + 1);
}
for (const [outcome, count] of counts) console.log(`${count} x ${outcome}`);
pings.sort((a, b) => a - b);
const percentile = (part: number) => (pings[Math.floor(part * (pings.length - 1))] as number).toFixed(1);
console.log(
  `${pings.length} pings meanwhile: median ${percentile(0.5)} ms, 99th percentile ${percentile(0.99)} ms`,
);
