import { byId, element } from './dom.ts';

export interface Tab {
  readonly title: string;
  readonly content: HTMLElement;
}

/** Tabs with the keys that they have everywhere: left and right, Home and End. */
export function addTabs(tabs: readonly Tab[]): { readonly select: (index: number) => void } {
  const list = byId('tabs');
  const buttons = tabs.map(({ title, content }, index) => {
    const button = element('button', 'tab', title);
    button.type = 'button';
    button.setAttribute('role', 'tab');
    button.id = `tab-${index}`;
    button.addEventListener('click', () => select(index));
    content.setAttribute('role', 'tabpanel');
    content.setAttribute('aria-labelledby', button.id);
    content.tabIndex = 0;
    return button;
  });
  const select = (chosen: number, focus = false) => {
    for (const [index, button] of buttons.entries()) {
      button.setAttribute('aria-selected', String(index === chosen));
      button.tabIndex = index === chosen ? 0 : -1;
      (tabs[index] as Tab).content.hidden = index !== chosen;
    }
    if (focus) buttons[chosen]?.focus();
  };
  const last = tabs.length - 1;
  list.addEventListener('keydown', ({ key }) => {
    const now = buttons.findIndex((button) => button.getAttribute('aria-selected') === 'true');
    const next = { ArrowLeft: now - 1, ArrowRight: now + 1, Home: 0, End: last }[key];
    if (next !== undefined) select((next + tabs.length) % tabs.length, true);
  });
  list.append(...buttons);
  byId('views').append(...tabs.map(({ content }) => content));
  select(0);
  return { select };
}
