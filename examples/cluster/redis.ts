import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';

/** A Redis of our own, which is gone when it is stopped. */
export interface LocalRedis {
  readonly port: number;
  stop(): Promise<void>;
}

export function hasRedis(): boolean {
  return spawnSync('redis-server', ['--version']).status === 0;
}

/** @throws Error saying how to install it, where there is none */
export async function startRedis(): Promise<LocalRedis> {
  if (!hasRedis()) throw new Error('redis-server is not installed: apt-get install redis-server');
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'tidelock-redis-'));
  // BullMQ asks for noeviction; the log of writes is what lets jobs survive a crash of Redis itself
  const settings = [
    '--bind',
    '127.0.0.1',
    '--maxmemory-policy',
    'noeviction',
    '--appendonly',
    'yes',
    '--save',
    '',
  ];
  const server = spawn('redis-server', ['--port', `${port}`, '--dir', folder, ...settings], {
    stdio: 'ignore',
  });
  await answers(port);
  return {
    port,
    async stop() {
      await end(server);
      rmSync(folder, { recursive: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function answers(port: number): Promise<void> {
  const client = new Redis({ port, retryStrategy: () => 50, maxRetriesPerRequest: null });
  client.on('error', () => {}); // it is tried again
  await client.ping();
  client.disconnect();
}

/** Ends a process, and waits until it is gone. */
export async function end(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await gone;
}
