/**
 * Takes the comments out of the compiled package, but for those that are meant for bundlers. The doc comments are
 * in the declarations, where editors look for them; in the code, bundlers that do not minify would send them along.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { transform } from 'esbuild';

const dist = new URL('../dist/', import.meta.url);

async function strip(name: string): Promise<void> {
  const file = new URL(name, dist);
  const map = new URL(`${name}.map`, dist);
  const from = readFileSync(map).toString('base64');
  const source = readFileSync(file, 'utf8').replace(/\n\/\/# sourceMappingURL=.*/, '');
  const { code, map: composed } = await transform(
    `${source}\n//# sourceMappingURL=data:application/json;base64,${from}`,
    { sourcemap: 'external', sourcefile: name },
  );
  writeFileSync(file, `${code}//# sourceMappingURL=${name.replace(/.*[\\/]/, '')}.map\n`);
  writeFileSync(map, composed);
}

const compiled = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.map'),
);
await Promise.all(compiled.map((name) => strip(name.slice(0, -'.map'.length))));
