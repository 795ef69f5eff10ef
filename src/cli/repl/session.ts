import {
  type LuaContextOptions,
  LuaError,
  LuaLimitError,
  LuaOptionError,
  TidelockError,
  version,
} from '../../index.ts';
import { UsageError } from '../exit.ts';
import { formatUsage } from '../format.ts';
import type { Paint } from '../output.ts';
import { readSource } from '../source.ts';
import { type CommandTarget, commands } from './commands.ts';
import { type Completion, complete } from './completion.ts';
import { Evaluator } from './evaluator.ts';
import { pick, type ReplLimits } from './limits.ts';

const prompts = { first: '> ', next: '>> ' };

const hints = {
  instructions: 'To allow more: .limits instructions 1e9',
  memory: 'To allow more: .limits memory 200MB',
  time: 'To allow more: .limits time 60s',
  aborted: '',
};

export interface ReplOptions {
  readonly context: LuaContextOptions;
  readonly stats: boolean;
  readonly paint: Paint;
  /** Writes text as it is. */
  write(text: string): void;
  /** What is done to the words of scripts before they are written. */
  show(text: string): string;
}

/** What a person and Lua say to each other, apart from the terminal in between. */
export class ReplSession implements CommandTarget {
  limits: ReplLimits;
  ended = false;
  private readonly evaluator: Evaluator;
  private readonly options: ReplOptions;
  /** The lines of a chunk that is not complete yet. */
  private typed = '';

  constructor(options: ReplOptions) {
    this.options = options;
    this.evaluator = new Evaluator({
      ...options.context,
      print: (...values) => options.write(options.show(`${values.join('\t')}\n`)),
    });
    this.limits = pick(this.evaluator.limits);
  }

  get greeting(): string {
    return `Tidelock ${version}, Lua 5.5. .help for help, Ctrl-D to leave.`;
  }

  get prompt(): string {
    return this.typed === '' ? prompts.first : prompts.next;
  }

  /** Takes a line that was typed, and does what it says once it is complete. */
  async enter(line: string): Promise<void> {
    const [name = '', ...words] = line.trim().split(/\s+/);
    if (this.typed === '' && /^\.[a-z]/.test(name)) return this.command(name, words);
    const text = this.typed + line;
    if (text.trim() === '') return;
    await this.report(() => this.evaluate(text));
  }

  /** Runs a file as a chunk. @throws UsageError if it cannot be read */
  async load(file: string): Promise<void> {
    this.say(this.options.show(await this.evaluator.runFile(await readSource(file), this.limits)));
  }

  get isRunning(): boolean {
    return this.evaluator.isRunning;
  }

  /** Ends what runs; how it ended is said in its turn. */
  interrupt(): void {
    this.evaluator.interrupt();
  }

  /** Forgets the lines of an incomplete chunk. @returns whether there were any */
  forget(): boolean {
    const forgotten = this.typed !== '';
    this.typed = '';
    return forgotten;
  }

  complete(line: string): Completion {
    return complete(line, [...commands.keys()], (path) => this.evaluator.fieldNames(path));
  }

  reset(): void {
    this.evaluator.reset();
  }

  say(text: string): void {
    if (text !== '') this.options.write(`${text}\n`);
  }

  [Symbol.dispose](): void {
    this.evaluator.dispose();
  }

  private async command(name: string, words: readonly string[]): Promise<void> {
    const command = commands.get(name);
    if (!command) return this.say(`There is no ${name}; .help lists what there is.`);
    await this.report(async () => command.run(this, words));
  }

  private async evaluate(text: string): Promise<void> {
    const read = this.evaluator.read(text);
    this.typed = read.kind === 'incomplete' ? `${text}\n` : '';
    if (read.kind === 'wrong') throw read.error;
    if (read.kind === 'incomplete') return;
    try {
      this.say(this.options.show(await this.evaluator.run(read.body, this.limits)));
    } finally {
      if (this.options.stats) this.say(this.options.paint.dim(formatUsage(this.evaluator.usage)));
    }
  }

  /** Does something, and says what went wrong if something did. */
  private async report(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof TidelockError || error instanceof UsageError)) throw error;
      const { red, dim } = this.options.paint;
      const label = error instanceof LuaOptionError || error instanceof UsageError ? '' : red('error: ');
      this.say(label + this.options.show(error.message));
      if (error instanceof LuaError) this.say(dim(this.options.show(withoutRunner(error.traceback))));
      if (error instanceof LuaLimitError) this.say(hints[error.resource]);
      if (this.evaluator.recover(error))
        this.say('The end cost the Lua state, which begins anew, without its globals.');
    }
  }
}

/** A traceback that ends with the chunk that was typed, rather than with what runs it. */
function withoutRunner(traceback: string): string {
  return traceback.replace(/in function <[^\n]*:1>\n[^\n]*in main chunk[\s\S]*$/, 'in main chunk');
}
