/**
 * Writes `dist/worker-code.js`: the code of web workers as one text, for bundlers that do not find the file of it.
 * The engine is not in it: the page hands the compiled one to its workers.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { writeTextModule } from './text-module.ts';

const path = (name: string) => fileURLToPath(new URL(`../${name}`, import.meta.url));

const forWorkers: Plugin = {
  name: 'for-workers',
  setup(build) {
    build.onResolve({ filter: /^#platform$/ }, () => ({ path: path('src/platform/web.ts') }));
    build.onResolve({ filter: /inline-engine\.js$/ }, (found) => ({ path: found.path, external: true }));
  },
};

const { outputFiles } = await build({
  entryPoints: [path('src/executor/web-worker.ts')],
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  legalComments: 'none', // they would be lost in the text; the module says them
  write: false,
  plugins: [forWorkers],
});

const license = readFileSync(path('node_modules/@bjorn3/browser_wasi_shim/LICENSE-MIT'), 'utf8').trim();
writeTextModule(
  'worker-code',
  'workerCode',
  outputFiles[0]?.text ?? '',
  'What web workers run, as the text of one module.',
  `/*\nContains @bjorn3/browser_wasi_shim:\n\n${license}\n*/\n`,
);
