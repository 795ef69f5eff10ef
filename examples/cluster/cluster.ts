import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Queue, QueueEvents } from 'bullmq';
import { Redis } from 'ioredis';
import { begunKey, queueName, type ScriptJob } from './job.ts';
import { end, startRedis } from './redis.ts';

/** What became of the jobs. */
export interface Tally {
  readonly completed: ReadonlyMap<string, unknown>;
  /** The reasons. */
  readonly failed: ReadonlyMap<string, string>;
  /** How often each job was begun. */
  readonly begun: ReadonlyMap<string, number>;
  /** The jobs that the killed process had taken and not finished. */
  readonly killed: readonly string[];
}

/**
 * Runs jobs on two processes, kills one of them with SIGKILL as soon as it runs the job `victim`, and puts
 * another in its place. A job that is submitted twice under one id is one job.
 */
export async function runCluster(jobs: ReadonlyMap<string, ScriptJob>, victim: string): Promise<Tally> {
  const redis = await startRedis();
  const connection = { host: '127.0.0.1', port: redis.port, maxRetriesPerRequest: null };
  const queue = new Queue<ScriptJob>(queueName, { connection });
  const events = new QueueEvents(queueName, { connection });
  const client = new Redis(connection);
  const processes = [startWorker(redis.port), startWorker(redis.port)];
  try {
    const outcome = follow(events, jobs);
    await events.waitUntilReady();
    for (const [jobId, data] of jobs) {
      await queue.add('script', data, { jobId, attempts: 1 });
      await queue.add('script', data, { jobId, attempts: 1 }); // a client that tries again
    }
    await hasBegun(client, victim);
    const pid = (await queue.getJob(victim))?.processedBy;
    const index = processes.findIndex((process) => `${process.pid}` === pid);
    await end(processes[index] as ChildProcess, 'SIGKILL');
    const killed = await takenBy(queue, pid); // before its locks expire
    processes[index] = startWorker(redis.port);
    const { completed, failed } = await outcome;
    const begun = Object.entries(await client.hgetall(begunKey));
    return {
      completed,
      failed,
      begun: new Map(begun.map(([id, times]) => [id, Number(times)])),
      killed,
    };
  } finally {
    await Promise.all(processes.map((process) => end(process)));
    await Promise.all([queue.close(), events.close()]);
    client.disconnect();
    await redis.stop();
  }
}

function startWorker(port: number): ChildProcess {
  const file = fileURLToPath(new URL('./worker.ts', import.meta.url));
  return spawn(process.execPath, ['--import', 'tsx', file, `${port}`], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}

/** Resolves when every job has an end. */
function follow(
  events: QueueEvents,
  jobs: ReadonlyMap<string, ScriptJob>,
): Promise<Pick<Tally, 'completed' | 'failed'>> {
  const completed = new Map<string, unknown>();
  const failed = new Map<string, string>();
  return new Promise((resolve) => {
    const check = () => {
      if (completed.size + failed.size === jobs.size) resolve({ completed, failed });
    };
    events.on('completed', ({ jobId, returnvalue }) => {
      completed.set(jobId, returnvalue);
      check();
    });
    events.on('failed', ({ jobId, failedReason }) => {
      failed.set(jobId, failedReason);
      check();
    });
  });
}

async function hasBegun(client: Redis, job: string): Promise<void> {
  while (!(await client.hexists(begunKey, job))) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** The jobs that are under way in a process, those included that it has not begun yet. */
async function takenBy(queue: Queue<ScriptJob>, pid: string | undefined): Promise<string[]> {
  const active = await queue.getActive();
  return active.filter(({ processedBy }) => processedBy === pid).map(({ id = '' }) => id);
}
