import { byId, element } from './dom.ts';

/** Where the playground lies beside the documentation (`npm run docs`), a link to it. */
export function addDocsLink(): void {
  if (import.meta.env.MODE !== 'site') return;
  const link = element('a', 'link', 'Documentation');
  link.href = '../';
  byId('share').before(link);
}
