import { writeErrorOutput, writeOutput } from '#platform';
import { decodeText } from '../bridge/text.ts';

/** Receives what a script prints: one text for each argument, as `tostring` makes it. */
export type PrintHandler = (...values: string[]) => void;

/** Receives what scripts print and write, as it is, newlines included; tabs are between what `print` was given. */
export type OutputHandler = (text: string) => void;

/**
 * Called for each format of `io.read` (manual section 6.9): 'n', 'l', 'L', 'a', or a number of bytes.
 * Returns what is read, a number as its text; null at the end of the input.
 */
export type ReadHandler = (format: 'n' | 'l' | 'L' | 'a' | number) => string | Uint8Array | null | undefined;

/** A line that never ends is handed over in pieces of so many characters. */
const longestLine = 65_536;

/** The standard streams of a context: what scripts print, write and read without naming a file. */
export class Streams {
  private printHandler: PrintHandler | undefined;
  /** Wins over the print handler. */
  outputHandler: OutputHandler | undefined;
  readHandler: ReadHandler | undefined;
  /** What was written since the last newline, while there is a handler, which gets whole lines. */
  private line = '';

  constructor(printHandler: PrintHandler | undefined) {
    this.printHandler = printHandler;
  }

  /** The same handlers, for a state of its own. */
  copy(): Streams {
    const streams = new Streams(this.printHandler);
    streams.outputHandler = this.outputHandler;
    streams.readHandler = this.readHandler;
    return streams;
  }

  setPrintHandler(handler: PrintHandler | undefined): void {
    this.finish();
    this.printHandler = handler;
  }

  print(values: readonly string[]): void {
    if (this.outputHandler) this.outputHandler(`${values.join('\t')}\n`);
    else if (!this.printHandler) writeOutput(`${values.join('\t')}\n`);
    else if (this.line === '') this.printHandler(...values);
    else this.printHandler(this.takeLine() + (values[0] ?? ''), ...values.slice(1));
  }

  /** @param isOver whether the script has ended meanwhile, after which no handler is called */
  write(stream: string, bytes: Uint8Array, isOver: () => boolean): void {
    if (this.outputHandler && stream === 'output') this.outputHandler(decodeText(bytes, 0, bytes.length));
    else if (this.printHandler) this.writeLines(decodeText(bytes, 0, bytes.length), isOver);
    else if (stream === 'error') writeErrorOutput(bytes);
    else writeOutput(bytes);
  }

  read(format: string): string | Uint8Array | null | undefined {
    const size = Number(format);
    return this.readHandler?.(Number.isNaN(size) ? (format as 'l') : size);
  }

  /** Hands over a line that has no newline, once nothing can follow it. */
  finish(): void {
    if (this.line !== '') this.printHandler?.(this.takeLine());
  }

  private writeLines(text: string, isOver: () => boolean): void {
    let start = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
      this.printHandler?.(this.takeLine() + text.slice(start, end));
      start = end + 1;
      if (isOver()) return; // there may be millions more
    }
    this.line += text.slice(start);
    if (this.line.length > longestLine) this.finish();
  }

  private takeLine(): string {
    const { line } = this;
    this.line = '';
    return line;
  }
}
