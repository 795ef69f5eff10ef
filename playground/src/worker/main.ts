/** The thread in which scripts run: whatever they do, the page has its own to itself. */
import { loadEngine } from 'tidelock';
import type { FromWorker, HeapSample, Script, ToWorker } from '../messages.ts';
import { execute } from './execute.ts';
import { libraryNames } from './library-names.ts';
import { Printer } from './printer.ts';

const post = (message: FromWorker) => postMessage(message);

let running: AbortController | undefined;

async function run(script: Script): Promise<void> {
  running = new AbortController();
  const printer = new Printer(post);
  const output = {
    print: (text: string) => printer.print(text),
    clear: () => printer.clear(),
    sample: (sample: HeapSample) => post({ sample }),
  };
  const outcome = await execute(script, output, running.signal);
  printer.flush();
  post({ outcome });
}

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  if ('stop' in data) running?.abort();
  else run(data.run).catch(reportError);
});

await loadEngine();
post({ names: libraryNames() });
