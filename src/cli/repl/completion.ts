const keywords = (
  'and break do else elseif end false for function global goto if in local nil not or repeat return then true ' +
  'until while'
).split(' ');

/** What readline wants: the ways to go on, and the part of the line that they go on from. */
export type Completion = readonly [readonly string[], string];

/**
 * Completes the name at the end of a line: commands of the REPL, keywords and globals, or after a dot or colon the
 * fields of what comes before it.
 * @param names the names of the fields of what a dotted path leads to; of the globals for an empty one
 */
export function complete(
  line: string,
  commands: readonly string[],
  names: (path: string) => readonly string[],
): Completion {
  if (/^\.\w*$/.test(line)) return [commands.filter((command) => command.startsWith(line)), line];
  const [word = ''] = /[A-Za-z_][\w.:]*$/.exec(line) ?? [];
  if (word === '' && line.trim() !== '') return [[], word];
  const start = Math.max(word.lastIndexOf('.'), word.lastIndexOf(':')) + 1;
  const path = word.slice(0, Math.max(0, start - 1));
  const known = start === 0 ? [...keywords, ...names('')] : names(path);
  const beginning = word.slice(start);
  const found = [...new Set(known)].filter((name) => name.startsWith(beginning)).sort();
  return [found.map((name) => word.slice(0, start) + name), word];
}
