/**
 * Builds `build/site/`: the documentation, from `docs/` and the doc comments, and the playground beside it.
 * Static files with relative links only, so the folder works wherever it is put.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Application, Converter, type DocumentReflection, JSX } from 'typedoc';
import { checkSite } from './check-site.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const playground = `${root}playground`;

async function buildPages(): Promise<void> {
  const app = await Application.bootstrapWithPlugins({ options: root });
  app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_context, document) => nameByHeading(document));
  app.renderer.hooks.on('sidebar.begin', ({ relativeURL }) =>
    JSX.createElement(
      'a',
      { href: relativeURL('playground/index.html'), class: 'playground-link' },
      'Playground',
    ),
  );
  const project = await app.convert();
  if (project) await app.generateOutputs(project);
  if (!project || app.logger.hasErrors()) throw new Error('typedoc could not make the documentation');
}

/** Pages are known by their first heading rather than by the name of their file. */
function nameByHeading(document: DocumentReflection): void {
  const [, heading] = /^# (.+)\n/.exec(document.content[0]?.text ?? '') ?? [];
  if (heading) document.name = heading;
}

function buildPlayground(): void {
  if (!existsSync(`${playground}/node_modules`)) npm('ci', '--no-audit', '--no-fund');
  npm('run', 'build', '--', '--mode', 'site', '--outDir', `${root}build/site/playground`, '--emptyOutDir');
}

function npm(...args: readonly string[]): void {
  execFileSync('npm', args, { cwd: playground, stdio: 'inherit' });
}

await buildPages();
buildPlayground();
const { pages, links } = checkSite(`${root}build/site`);
console.log(`built build/site/index.html: ${pages} pages, ${links} links, none of them broken`);
