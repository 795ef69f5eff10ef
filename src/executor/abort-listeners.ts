interface Shared {
  readonly listeners: Set<() => void>;
  readonly stop: () => void;
}

const shared = new WeakMap<AbortSignal, Shared>();

/**
 * Calls back when a signal is aborted. One listener on the signal serves all: a signal may end thousands of
 * executions, and platforms warn of so many listeners.
 * @returns stops it
 */
export function onAbort(signal: AbortSignal, listener: () => void): () => void {
  const { listeners, stop } = shared.get(signal) ?? listenTo(signal);
  listeners.add(listener);
  return () => {
    if (listeners.delete(listener) && listeners.size === 0) stop();
  };
}

function listenTo(signal: AbortSignal): Shared {
  const listeners = new Set<() => void>();
  const callAll = () => {
    shared.delete(signal);
    for (const listener of [...listeners]) listener();
  };
  const stop = () => {
    shared.delete(signal);
    signal.removeEventListener('abort', callAll);
  };
  const entry = { listeners, stop };
  shared.set(signal, entry);
  signal.addEventListener('abort', callAll, { once: true });
  return entry;
}
