/**
 * Turns of the event loop, shared by all asynchronous executions of a thread: together they take one slice in each,
 * so that the loop is blocked no longer by many scripts than by one. Those that wait have their turns in order.
 */
import { afterThisTurn } from '#platform';

const waiting: (() => void)[] = [];
/** When the first slice of this turn began. */
let start: number | undefined;

/** The time at which a slice that begins now is over; undefined if it has to wait for its turn. */
export function takeTurnNow(sliceMs: number): number | undefined {
  if (waiting.length > 0) return undefined;
  const end = beginTurn() + sliceMs;
  return performance.now() < end ? end : undefined;
}

/** Waits for a turn of the event loop, and tells when the slice that begins then is over. */
export async function takeNextTurn(sliceMs: number): Promise<number> {
  beginTurn();
  await new Promise<void>((resolve) => waiting.push(resolve));
  return beginTurn() + sliceMs;
}

function beginTurn(): number {
  if (start === undefined) {
    start = performance.now();
    afterThisTurn(endTurn);
  }
  return start;
}

function endTurn(): void {
  start = undefined;
  const next = waiting.shift();
  if (!next) return;
  beginTurn();
  next();
}
