import { longestDelay } from '../platform/longest-delay.ts';
import type { Lanes } from './lanes.ts';

/** A worker that has not begun with its first script by then never will. */
const startUpMilliseconds = 60_000;

/**
 * Calls back when a worker has been silent for longer than it may.
 * @param allowed milliseconds since the worker began with the job
 * @returns cancels it
 */
export function watch(
  lanes: Lanes,
  lane: number,
  job: number,
  allowed: number,
  onSilence: (elapsed: number) => void,
): () => void {
  const watchedSince = performance.now();
  let timer: ReturnType<typeof setTimeout>;
  const look = () => {
    const elapsed = lanes.elapsed(lane, job);
    const waited = performance.now() - watchedSince;
    const left = elapsed === undefined ? startUpMilliseconds - waited : allowed - elapsed;
    if (lanes.isFinished(lane, job)) return; // its answer is on the way
    if (left > 0) wait(elapsed === undefined ? Math.min(left, allowed) : left);
    else onSilence(elapsed ?? waited);
  };
  const wait = (milliseconds: number) => {
    timer = setTimeout(look, Math.min(milliseconds + 1, longestDelay));
  };
  wait(allowed);
  return () => clearTimeout(timer);
}
