import { useSyncExternalStore } from 'react';

export type Contrast = 'system' | 'more';
const KEY = 'copydesk.contrast';
const wants = matchMedia('(prefers-contrast: more)');
const listeners = new Set<() => void>();

function chosen(): Contrast {
  return localStorage.getItem(KEY) === 'more' ? 'more' : 'system';
}

/** Sets the contrast on the page: what was chosen here, else what the system asks for. */
export function applyContrast(): void {
  const more = chosen() === 'more' || wants.matches;
  document.documentElement.dataset.contrast = more ? 'more' : 'normal';
}

export function chooseContrast(contrast: Contrast): void {
  localStorage.setItem(KEY, contrast);
  applyContrast();
  for (const listener of listeners) listener();
}

export function useContrast(): Contrast {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, chosen);
}

wants.addEventListener('change', applyContrast);
