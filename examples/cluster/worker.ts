/** One process of the cluster: takes jobs from the queue and runs their scripts. Argument: the port of Redis. */
import { Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { LuaExecutor } from '../../src/index.ts';
import { begunKey, queueName, type ScriptJob } from './job.ts';

const connection = { host: '127.0.0.1', port: Number(process.argv[2]), maxRetriesPerRequest: null };
const poolSize = 2;
const executor = new LuaExecutor({ poolSize, securityLevel: 'relaxed' });
const redis = new Redis(connection);

const worker = new Worker<ScriptJob>(
  queueName,
  async ({ id = '', data }) => {
    await redis.hincrby(begunKey, id, 1);
    const { value } = await executor.execute(data.source, { args: data.args });
    return value;
  },
  {
    connection,
    name: `${process.pid}`, // which BullMQ notes in a job as it gives it to this process
    concurrency: 2 * poolSize,
    // A process that is gone no longer renews its lock. Its jobs then fail with a reason; 1 would run them again.
    maxStalledCount: 0,
    lockDuration: 3_000,
    stalledInterval: 1_000,
  },
);

process.on('SIGTERM', async () => {
  await worker.close(); // waits for the scripts under way
  await executor.close();
  redis.disconnect();
});
