import pc from 'picocolors';
import { writeErrorOutput, writeOutput } from '#platform';

type Output = NodeJS.WriteStream;
export type Paint = ReturnType<typeof pc.createColors>;

/** Colours for a stream: none unless it is a terminal, and none when `NO_COLOR` is set. */
export function paint(stream: Output): Paint {
  return pc.createColors(stream.isTTY === true && !process.env['NO_COLOR']);
}

/** Writes what scripts say, however slow the reader is; ends the process when it has gone away (`| head`). */
export function writeTo(stream: Output): (text: string) => void {
  const write = stream === process.stderr ? writeErrorOutput : writeOutput;
  return (text) => {
    try {
      write(text);
    } catch {
      process.exit();
    }
  };
}

/** A `print` handler like Lua's own: values separated by tabs, one line per call. */
export function printTo(stream: Output): (...values: string[]) => void {
  const write = writeTo(stream);
  return (...values) => write(`${values.join('\t')}\n`);
}

/** Ends the process without a stack trace when the reader of its output has gone away. */
export function endQuietlyOnBrokenPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit();
      throw error;
    });
  }
}
