import { NativeLua, type Outcome } from '../native/reference.ts';
import type { Finding, Fuzzer } from './fuzzer.ts';
import { withoutPlatform } from './platform.ts';
import { generateProgram } from './program.ts';
import { Random } from './random.ts';
import { type Run, Tidelock } from './tidelock.ts';

/** Text that depends on addresses, or on how many native frames fit below a limit of Lua's. */
const incomparable =
  /(table|function|thread|Object): \(address\)|error in error handling|stack overflow|(chunk:\d+: ){20}|0x0\.\w+p-1022|\[(function|thread|\{\.\.\.\})\]=/;

interface Difference {
  readonly mode: string;
  readonly expected: string;
  readonly actual: string;
}

/** Runs generated programs on native Lua and in several ways in Tidelock: all must do the same. */
export class Comparison implements Fuzzer {
  private same = 0;
  private tooLong = 0;
  private incomparable = 0;
  private readonly tidelock = new Tidelock();
  private readonly native: NativeLua;

  private constructor(native: NativeLua) {
    this.native = native;
  }

  /** undefined where gcc is missing. */
  static async start(): Promise<Comparison | undefined> {
    const native = await NativeLua.start();
    return native && new Comparison(native);
  }

  async run(seed: number): Promise<Finding | undefined> {
    const program = generateProgram(seed);
    const native = await this.native.run(program);
    if (native.how === 'given up') {
      this.tidelock.ended(program);
      this.tooLong++;
      return undefined;
    }
    const found = await this.compare(program, native, new Random(seed));
    if (!found) this.same++;
    else if (incomparable.test(found.expected + found.actual) || (await variesNatively(program, native)))
      this.incomparable++;
    else return { seed, what: describe(found), details: program };
    return undefined;
  }

  totals(): Readonly<Record<string, number>> {
    return { same: this.same, tooLong: this.tooLong, incomparable: this.incomparable };
  }

  close(): void {
    this.native.close();
  }

  private async compare(program: string, native: Outcome, random: Random): Promise<Difference | undefined> {
    const { tidelock } = this;
    const checkInterval = random.pick([1, 2, 7, 100, 'auto'] as const);
    const warningThreshold = random.pick([0, 0.0001, 0.9]);
    const limited = tidelock.limited(program, { checkInterval, warningThreshold });
    const wrong = different(native, limited, 'with limits');
    if (wrong) return wrong; // without limits it might not end
    const free = tidelock.free(program);
    const found = different(native, free, 'without limits') ?? countsDiffer(free, limited);
    if (found) return found;
    switch (random.below(6)) {
      case 0:
        return program.includes('traceback')
          ? undefined
          : different(native, tidelock.nested(program), 'nested');
      case 1:
        return different(native, await tidelock.sliced(program, limited.instructions), 'in slices');
      case 2: {
        const restored = tidelock.restored(program);
        return different(native, restored, 'restored') ?? countsDiffer(limited, restored);
      }
      default:
        return undefined;
    }
  }
}

function different(native: Outcome, run: Run, mode: string): Difference | undefined {
  const expected = withoutPlatform(`${native.output}${native.how}`);
  const actual = withoutPlatform(`${run.output}${run.how}`);
  return expected === actual ? undefined : { mode, expected, actual };
}

function countsDiffer(free: Run, limited: Run): Difference | undefined {
  if (free.instructions === limited.instructions) return undefined;
  return { mode: 'count', expected: `${free.instructions}`, actual: `${limited.instructions}` };
}

/** The first line in which they differ. */
function describe({ mode, expected, actual }: Difference): string {
  const lines = actual.split('\n');
  const expectedLines = expected.split('\n');
  const at = expectedLines.findIndex((line, i) => line !== lines[i]);
  return `${mode}, line ${at}: expected ${expectedLines[at]?.slice(0, 300)}, but got ${lines[at]?.slice(0, 300)}`;
}

/**
 * Whether native Lua itself does not always do the same: the order of keys that are objects follows from their
 * addresses, which differ from process to process, and how deep calls may nest from how deep the first one was.
 */
async function variesNatively(program: string, { output }: Outcome): Promise<boolean> {
  for (const nativeCalls of [0, 0, 0, 0, 1, 2, 3, 5]) {
    const other = await NativeLua.start(1, nativeCalls);
    const outcome = await other?.run(program);
    other?.close();
    if (outcome?.output !== output) return true;
  }
  return false;
}
