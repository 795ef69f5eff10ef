import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, expect, inject, test } from 'vitest';
import { recordFigure } from './figures.ts';
import { createProject } from './project.ts';
import { tools } from './versions.ts';

const worker = `import { check } from './check.js';
export default { fetch: async () => new Response(JSON.stringify(await check())) };`;

const port = 8787;

const config = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .worker)],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")]
);
const worker :Workerd.Worker = (
  modules = [
    (name = "worker", esModule = embed "out/worker.js"),
    (name = "tidelock.wasm", wasm = embed "out/tidelock.wasm"),
  ],
  compatibilityDate = "2026-01-01"
);`;

/** Bundled as Cloudflare's own tool does it: code in one module, the .wasm beside it. */
const bundle = [
  '--bundle',
  '--format=esm',
  '--conditions=workerd',
  '--loader:.wasm=copy',
  '--asset-names=[name]',
];

let stop: () => void = () => {};
afterAll(() => stop());

test('workerd, the runtime of Cloudflare Workers', async () => {
  const files = { 'worker.js': worker, 'config.capnp': config };
  const project = await createProject([tools.workerd, tools.esbuild], files);
  await project.run('esbuild', 'worker.js', '--outdir=out', ...bundle);
  const server = spawn(join(project.folder, 'node_modules/.bin/workerd'), ['serve', 'config.capnp'], {
    cwd: project.folder,
    stdio: 'inherit',
  });
  stop = () => server.kill();
  expect(await (await answerOf(`http://127.0.0.1:${port}/`)).json()).toEqual(inject('promises'));
  recordFigure('workerd', { version: tools.workerd.split('@')[1] ?? '' });
});

/** The server takes a moment to listen. */
async function answerOf(url: string, tries = 50): Promise<Response> {
  try {
    return await fetch(url);
  } catch (error) {
    if (tries === 0) throw error;
    await new Promise((resolve) => setTimeout(resolve, 100));
    return answerOf(url, tries - 1);
  }
}
