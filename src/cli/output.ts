import pc from 'picocolors';

type Output = NodeJS.WriteStream;
export type Paint = ReturnType<typeof pc.createColors>;

/** Colours for a stream: none unless it is a terminal, and none when `NO_COLOR` is set. */
export function paint(stream: Output): Paint {
  return pc.createColors(stream.isTTY === true && !process.env['NO_COLOR']);
}

/** A `print` handler like Lua's own: values separated by tabs, one line per call. */
export function printTo(stream: Output): (...values: string[]) => void {
  return (...values) => {
    stream.write(`${values.join('\t')}\n`);
    // A script cannot be heard any more (`| head`), and the stream's error event would wait for its end.
    if (stream.errored) process.exit();
  };
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
