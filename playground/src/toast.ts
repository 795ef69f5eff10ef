import { byId } from './dom.ts';

let timer = 0;

/** A word to the user that goes away by itself. */
export function showToast(text: string): void {
  const toast = byId('toast');
  toast.textContent = text;
  toast.classList.add('shown');
  clearTimeout(timer);
  timer = window.setTimeout(() => toast.classList.remove('shown'), 2500);
}
