import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, inject } from 'vitest';

const run = promisify(execFile);

/** A fresh project of a user's, in a folder of its own, with the packed package installed. */
export interface Project {
  readonly folder: string;
  write(name: string, content: string): void;
  /** Runs a program in the project's folder and returns what it printed. */
  run(command: string, ...args: string[]): Promise<string>;
}

/**
 * @param packages what is installed besides Tidelock, each with its version
 * @param files what is written besides `check.js`, which runs the promises that hold everywhere
 */
export async function createProject(
  packages: readonly string[],
  files: Readonly<Record<string, string>> = {},
): Promise<Project> {
  const folder = mkdtempSync(join(tmpdir(), 'tidelock-project-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const project: Project = {
    folder,
    write: (name, content) => writeFileSync(join(folder, name), content),
    run: async (command, ...args) => {
      const path = `${join(folder, 'node_modules/.bin')}:${process.env['PATH']}`;
      const child = run(command, args, { cwd: folder, env: { ...process.env, PATH: path } });
      child.child.stdin?.end();
      return (await child).stdout;
    },
  };
  cpSync(join(import.meta.dirname, 'project'), folder, { recursive: true });
  const manifest = { name: 'project', private: true, type: 'module' };
  for (const [name, content] of Object.entries({ 'package.json': JSON.stringify(manifest), ...files })) {
    project.write(name, content);
  }
  await project.run('npm', 'install', '--no-audit', '--no-fund', '--silent', inject('tarball'), ...packages);
  return project;
}
