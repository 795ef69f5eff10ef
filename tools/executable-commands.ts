/** Makes the files of the package's commands executable, so that `npx tidelock` works in the repository itself. */
import { chmodSync, readFileSync } from 'node:fs';

const root = new URL('../', import.meta.url);
const { bin } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as {
  bin: Record<string, string>;
};
for (const file of Object.values(bin)) chmodSync(new URL(file, root), 0o755);
