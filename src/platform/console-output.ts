/** Consoles take whole lines, which are all the output that pages and edge runtimes have. */
function lineWriter(write: (lines: string) => void): (text: string | Uint8Array) => void {
  const decoder = new TextDecoder();
  let line = '';
  return (text) => {
    line += typeof text === 'string' ? text : decoder.decode(text, { stream: true });
    const end = line.lastIndexOf('\n');
    if (end === -1) return;
    write(line.slice(0, end));
    line = line.slice(end + 1);
  };
}

export const writeOutput = lineWriter((lines) => console.log(lines));
export const writeErrorOutput = lineWriter((lines) => console.error(lines));
