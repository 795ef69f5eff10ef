import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, release } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The machine that figures were measured on. */
export function describeMachine(): Record<string, string | number> {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    system: `${process.platform} ${release()} ${process.arch}`,
    node: process.versions.node,
    v8: process.versions.v8,
  };
}

/**
 * Writes the figures of a benchmark, with their date and machine. Only a full run replaces the committed file.
 * @returns the file's path from the root
 */
export function saveResults(
  name: string,
  isFullRun: boolean,
  figures: object,
  machine: object = describeMachine(),
): string {
  const path = `${isFullRun ? 'bench/results' : 'build/bench'}/${name}.json`;
  const file = fileURLToPath(new URL(`../${path}`, import.meta.url));
  mkdirSync(dirname(file), { recursive: true });
  const content = { date: new Date().toISOString(), machine, ...figures };
  writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`);
  return path;
}
