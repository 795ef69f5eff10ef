import { listenIdly } from '#platform';
import { LuaConversionError } from '../bridge/errors.ts';
import type { HostFunction } from '../bridge/values.ts';
import { carry } from './carried-error.ts';
import type { HostCall, HostMessage } from './host-calls.ts';
import type { Lanes } from './lanes.ts';

/** The side of the main thread: answers the calls of its functions that workers post. */
export class HostAnswers {
  private readonly host: ReadonlyMap<string, HostFunction>;
  private readonly lanes: Pick<Lanes, 'isUnderWay'>;
  private ports: MessagePort[] = [];

  constructor(host: Readonly<Record<string, HostFunction>>, lanes: Pick<Lanes, 'isUnderWay'>) {
    this.host = new Map(Object.entries(host));
    this.lanes = lanes;
  }

  /** A worker has started, and posts its calls through this port. */
  connect(port: MessagePort): void {
    this.ports.push(port);
    listenIdly(
      port,
      (call) => void this.answer(port, call as HostCall),
      () => {
        this.ports = this.ports.filter((other) => other !== port);
      },
    );
  }

  /** Tells the workers, one of which may wait in this job for an answer. */
  abort(job: number): void {
    for (const port of this.ports) port.postMessage({ aborted: job } satisfies HostMessage);
  }

  private async answer(port: MessagePort, { id, job, name, args }: HostCall): Promise<void> {
    if (!this.lanes.isUnderWay(job)) return; // it was on its way when the script ended
    try {
      const value = await this.host.get(name)?.(...args);
      port.postMessage({ id, value } satisfies HostMessage);
    } catch (error) {
      port.postMessage({ id, error: carry(refusal(error, name), '') } satisfies HostMessage);
    }
  }
}

function refusal(error: unknown, name: string): unknown {
  if (!isUncloneable(error)) return error;
  return new LuaConversionError(
    `what ${name} returned cannot be copied to a worker: ${(error as Error).message}`,
  );
}

function isUncloneable(error: unknown): boolean {
  try {
    return (error as Error | undefined)?.name === 'DataCloneError';
  } catch {
    return false; // a proxy that refuses, or a getter
  }
}
