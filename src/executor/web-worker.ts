/** Where a web worker starts: what it starts with arrives as its first message, and the rest of the code after it. */
import { serveTasks } from '../platform/web-workers.ts';
import type { Job } from './job.ts';

serveTasks(async () => {
  const { runJob } = await import('./worker.ts');
  return (task) => runJob(task as Job);
});
