/**
 * Turns of the event loop, shared by all asynchronous executions of a thread: together they take one slice in each,
 * so that the loop is blocked no longer by many scripts than by one. Those that wait have their turns in order.
 */
import { afterThisTurn } from '#platform';

/** A place in the queue. */
export interface Turn {
  /** Fulfilled when it has come. */
  readonly come: Promise<void>;
  /** Gives the place up. */
  leave(): void;
}

const waiting = new Set<() => void>();
/** When the first slice of this turn began. */
let start: number | undefined;

/** The time at which a slice that begins now is over; undefined if it has to wait for its turn. */
export function takeTurnNow(sliceMs: number): number | undefined {
  if (waiting.size > 0) return undefined;
  const end = beginTurn() + sliceMs;
  return performance.now() < end ? end : undefined;
}

export function nextTurn(): Turn {
  beginTurn();
  let begin = () => {};
  const come = new Promise<void>((resolve) => {
    begin = resolve;
  });
  waiting.add(begin);
  return { come, leave: () => waiting.delete(begin) };
}

/** The time at which a slice is over that begins now, its turn having come. */
export function sliceEnd(sliceMs: number): number {
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
  const [next] = waiting;
  if (!next) return;
  waiting.delete(next);
  beginTurn();
  next();
}
