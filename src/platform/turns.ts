const waiting: (() => void)[] = [];
let port: MessagePort | undefined;

/** Calls back once the event loop has dealt with what is waiting for it. Timers would wait for 4 ms. */
export function afterThisTurn(callback: () => void): void {
  port ??= openPort();
  waiting.push(callback);
  port.postMessage(undefined);
}

function openPort(): MessagePort {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => waiting.shift()?.();
  return port2;
}
