/**
 * Where a worker thread starts. piscina loads this file in every worker and calls `runJob`; a module of the host
 * that cannot be loaded fails every job rather than the worker, which would be started again and again.
 */
import { listenIdly, postToMain, threadStart } from '#platform';
import { shareEngineModule } from '../engine/module.ts';
import { HostCalls, type HostMessage } from './host-calls.ts';
import { hostGlobals } from './host-module.ts';
import type { Job, Reply, WorkerStart } from './job.ts';
import { ScriptRunner } from './script-runner.ts';

const start = threadStart() as WorkerStart;
shareEngineModule(start.engine);

let runner: ScriptRunner | undefined;

export function runJob(job: Job): Reply | Promise<Reply> {
  return runner ? runner.run(job) : openRunner().then((opened) => opened.run(job));
}

async function openRunner(): Promise<ScriptRunner> {
  const globals = await hostGlobals(start.hostModule);
  const { port1: port, port2: mainPort } = new MessageChannel();
  const calls = new HostCalls(start.hostNames, (call) => port.postMessage(call));
  const opened = new ScriptRunner(start, globals, calls);
  listenIdly(port, (message) => {
    const received = message as HostMessage;
    if ('aborted' in received) opened.wake(received.aborted);
    else calls.settle(received);
  });
  postToMain(mainPort, [mainPort]);
  runner = opened;
  return opened;
}
