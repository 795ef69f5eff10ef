import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { buildNative } from '../../bench/native/build.ts';

/** What a program did: how it ended, and what it printed, with the message of its error as the last line. */
export interface Outcome {
  readonly how: 'returned' | 'error' | 'given up';
  readonly output: string;
}

const hows = ['returned', 'error', 'given up'] as const;

/** Native Lua 5.5.1, built with gcc from the archive that the engine is built from. */
export class NativeLua {
  private readonly child: ChildProcessWithoutNullStreams;
  private received: Buffer = Buffer.alloc(0);
  private readonly waiting: ((outcome: Outcome) => void)[] = [];

  private constructor(binary: string, args: readonly string[]) {
    this.child = spawn(binary, args);
    this.child.stdout.on('data', (data: Buffer) => {
      this.received = this.received.length === 0 ? data : Buffer.concat([this.received, data]);
      this.deliver();
    });
  }

  /**
   * undefined where gcc is missing.
   * @param patience how many times as long as usual a program may take
   * @param nativeCalls how many calls of C shall seem to be under way when a program starts
   */
  static async start(patience = 1, nativeCalls = 0): Promise<NativeLua | undefined> {
    const binary = await buildNative(fileURLToPath(new URL('reference.c', import.meta.url)));
    return binary === undefined ? undefined : new NativeLua(binary, [String(patience), String(nativeCalls)]);
  }

  run(program: string): Promise<Outcome> {
    const text = Buffer.from(program);
    const size = Buffer.alloc(4);
    size.writeUInt32LE(text.length);
    this.child.stdin.write(Buffer.concat([size, text]));
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  close(): void {
    this.child.stdin.end();
  }

  private deliver(): void {
    while (this.received.length >= 5) {
      const end = 5 + this.received.readUInt32LE(1);
      if (this.received.length < end) return;
      const how = hows[this.received[0] as number] as Outcome['how'];
      const output = this.received.toString('utf8', 5, end);
      this.received = this.received.subarray(end);
      this.waiting.shift()?.({ how, output });
    }
  }
}
