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

/** All but tab and newline, with or without a carriage return before it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what terminals take for commands
const controls = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|\r(?!\n)/g;

/**
 * What a script says, for a stream: a terminal shows the characters that would have commanded it, to change its title,
 * its clipboard or what it has shown before. A file or a pipe gets all of them.
 */
export function harmless(text: string, stream: Output): string {
  if (stream.isTTY !== true) return text;
  return text.replace(controls, (found) => `\\x${found.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

/** A `print` handler like Lua's own: values separated by tabs, one line per call. */
export function printTo(stream: Output): (...values: string[]) => void {
  const write = writeTo(stream);
  return (...values) => write(harmless(`${values.join('\t')}\n`, stream));
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
