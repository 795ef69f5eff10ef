/** WebAssembly's text format as nested lists: enough of it to read and write what binaryen prints. */

export type Node = string | Node[];
export type List = Node[];

const token = /\s+|;;[^\n]*|\(;[\s\S]*?;\)|[()]|"(?:[^"\\]|\\[\s\S])*"|[^\s()";]+/y;

/** The fields of the module: `[['type', ...], ['func', ...], ...]`. */
export function parseText(text: string): List {
  const stack: List[] = [[]];
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const at = token.lastIndex;
    const found = token.exec(text)?.[0];
    if (found === undefined)
      throw new Error(`cannot read WebAssembly text at ${at}: ${text.slice(at, at + 40)}`);
    if (found === '(') {
      stack.push([]);
    } else if (found === ')') {
      const list = stack.pop() as List;
      (stack.at(-1) as List).push(list);
    } else if (!/^(\s|;;|\(;)/.test(found)) {
      (stack.at(-1) as List).push(found);
    }
  }
  const module = (stack[0] as List)[0] as List;
  return module.slice(1);
}

export function printText(fields: List): string {
  const parts: string[] = [];
  const print = (node: Node): void => {
    if (typeof node === 'string') {
      parts.push(node, ' ');
    } else {
      parts.push('(');
      for (const child of node) print(child);
      parts.push(')\n');
    }
  };
  print(['module', ...fields]);
  return parts.join('');
}
