import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const runner = fileURLToPath(new URL('run-scripts.ts', import.meta.url));
/** A process that says nothing for so long hangs: the attack that it had begun was not held. */
const hangMilliseconds = 40_000;

interface Message {
  readonly starts?: string;
  readonly file?: string;
  readonly problems?: readonly string[];
}

/**
 * Runs attacks, one after another in a process that they share. One that kills it, or hangs, is told from the
 * others, and these go on in a new one. `report` is called for each with what went wrong.
 */
export async function runAttacks(
  files: readonly string[],
  report: (file: string, problems: readonly string[]) => void,
): Promise<void> {
  let left = [...files];
  while (left.length > 0) {
    const done = new Set<string>();
    const broken = await runInOneProcess(left, (file, problems) => {
      done.add(file);
      report(file, problems);
    });
    left = left.filter((file) => !done.has(file));
    if (broken === undefined) break;
    report(broken.file, [broken.problem]);
    left = left.filter((file) => file !== broken.file);
  }
}

type Broken = { readonly file: string; readonly problem: string };

/** Resolves to the attack that ended the process, if one did. */
function runInOneProcess(
  files: readonly string[],
  report: (file: string, problems: readonly string[]) => void,
): Promise<Broken | undefined> {
  const child = fork(runner, files, { execArgv: ['--import', 'tsx'] });
  let running = files[0] as string;
  let reported = 0;
  const arm = () => setTimeout(() => child.kill('SIGKILL'), hangMilliseconds);
  let timer = arm();
  child.on('message', ({ starts, file, problems }: Message) => {
    clearTimeout(timer);
    timer = arm();
    if (starts !== undefined) running = starts;
    if (file === undefined || problems === undefined) return;
    reported++;
    report(file, problems);
  });
  return new Promise((resolve) => {
    child.on('exit', (code, signal) => {
      clearTimeout(timer);
      const complete = reported === files.length;
      resolve(
        complete ? undefined : { file: running, problem: `the process ended or hung (${code ?? signal})` },
      );
    });
  });
}
