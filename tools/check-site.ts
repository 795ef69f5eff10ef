/** Checks the links of a folder of pages. */
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** typedoc expects whatever pages link to in its folder of files, but copies no folders into it. */
const folder = /^(\.\.\/)*media\/[\w-]+$/;

interface Checked {
  readonly pages: number;
  readonly links: number;
}

/**
 * Every link within the site must lead to a file and, where it names one, a heading of it; so must every image and
 * script. Links to folders of the repository, which are not part of the site, become plain text.
 * @throws Error that lists the broken links
 */
export function checkSite(site: string): Checked {
  const pages = readdirSync(site, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.html'),
  );
  const ids = new Map(pages.map((page) => [page, idsOf(readFileSync(join(site, page), 'utf8'))]));
  const broken: string[] = [];
  let links = 0;
  for (const page of pages) {
    const path = join(site, page);
    const html = readFileSync(path, 'utf8');
    const checked = html.replace(
      /<a ([^>]*?)href="([^"]*)"([^>]*)>(.*?)<\/a>/gs,
      (link, _1, href: string, _2, text) => {
        if (/^(https?|mailto):|^$/.test(href)) return link;
        links++;
        const [target = '', id = ''] = href.split('#');
        const found = findTarget(site, page, decodeURI(target));
        if (found !== undefined) {
          const known = ids.get(found);
          if (id !== '' && known && !known.has(decodeURIComponent(id))) broken.push(`${page}: ${href}`);
          return link;
        }
        if (folder.test(target)) return text;
        broken.push(`${page}: ${href}`);
        return link;
      },
    );
    for (const [, source = ''] of html.matchAll(/<(?:img|script) [^>]*?src="([^"]*)"/g)) {
      if (
        !/^(https?|data):/.test(source) &&
        !findTarget(site, page, decodeURI(source.split('?')[0] as string))
      )
        broken.push(`${page}: ${source}`);
    }
    if (checked !== html) writeFileSync(path, checked);
  }
  if (broken.length > 0) throw new Error(`broken links:\n${broken.join('\n')}`);
  return { pages: pages.length, links };
}

function idsOf(html: string): ReadonlySet<string> {
  return new Set([...html.matchAll(/\bid="([^"]+)"/g)].map(([, id = '']) => id));
}

/** The file of the site that a link leads to. */
function findTarget(site: string, page: string, target: string): string | undefined {
  if (target === '') return page;
  const path = join(dirname(page), target);
  const file = target.endsWith('/') ? join(path, 'index.html') : path;
  return existsSync(join(site, file)) && statSync(join(site, file)).isFile() ? file : undefined;
}
