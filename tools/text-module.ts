import { writeFileSync } from 'node:fs';

const dist = new URL('../dist/', import.meta.url);

/** Writes a module of `dist/` that exports one text, with its declaration. */
export function writeTextModule(file: string, name: string, text: string, comment: string, head = ''): void {
  writeFileSync(new URL(`${file}.js`, dist), `${head}export const ${name} = ${quoted(text)};\n`);
  writeFileSync(new URL(`${file}.d.ts`, dist), `/** ${comment} */\nexport declare const ${name}: string;\n`);
}

function quoted(text: string): string {
  return JSON.stringify(text).replace(/\u2028|\u2029/g, (c) => `\\u${c.charCodeAt(0).toString(16)}`);
}
