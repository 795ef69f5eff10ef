import { byId } from './dom.ts';

const symbols = { dark: '☾', light: '☀' };

/** The button that goes from dark to light and back. index.html sets what the page starts with. */
export function addThemeButton(): void {
  const button = byId('theme');
  const { dataset } = document.documentElement;
  const show = () => {
    button.textContent = symbols[dataset['theme'] === 'light' ? 'light' : 'dark'];
  };
  button.addEventListener('click', () => {
    dataset['theme'] = dataset['theme'] === 'light' ? 'dark' : 'light';
    localStorage.setItem('theme', dataset['theme']);
    show();
  });
  show();
}
