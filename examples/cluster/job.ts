/** What a job in the queue is, and where its executions are noted. */

export const queueName = 'scripts';

export interface ScriptJob {
  readonly source: string;
  readonly args: readonly number[];
}

/** A hash in Redis: for each job the number of times that a script of it was begun. */
export const begunKey = 'scripts:begun';
