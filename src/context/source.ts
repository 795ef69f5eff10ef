const lineFeed = 0x0a;

/** The bytes of a file without its byte order mark, and with a first line that starts with # left empty. */
export function skipFirstLineComment(file: Uint8Array): Uint8Array {
  const hasMark = file[0] === 0xef && file[1] === 0xbb && file[2] === 0xbf;
  const source = hasMark ? file.subarray(3) : file;
  if (source[0] !== '#'.charCodeAt(0)) return source;
  const end = source.indexOf(lineFeed);
  return end === -1 ? source.subarray(source.length) : source.subarray(end);
}
