import { useEffect, useEffectEvent } from 'react';

/** Keys by name: `j`, `mod+k`, `mod+Enter`, `?`. */
export type Shortcuts = Readonly<Record<string, (event: KeyboardEvent) => void>>;

function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/u.test(target.tagName);
}

function overlaid(): boolean {
  const overlays = document.querySelectorAll('[role="dialog"], [role="menu"], [role="listbox"]');
  return [...overlays].some((element) => element.checkVisibility());
}

/** The name of a pressed key; Shift is part of the character (`?`), not of the name. */
export function keyName(event: Pick<KeyboardEvent, 'key' | 'metaKey' | 'ctrlKey' | 'altKey'>): string {
  return `${event.metaKey || event.ctrlKey ? 'mod+' : ''}${event.altKey ? 'alt+' : ''}${event.key}`;
}

/** Keys for as long as the component is there. Plain letters are quiet while somebody types or a dialog is open. */
export function useShortcuts(shortcuts: Shortcuts, enabled = true): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const name = keyName(event);
    const act = shortcuts[name];
    if (act === undefined || event.defaultPrevented) return;
    if (!name.startsWith('mod+') && (typing(event.target) || overlaid())) return;
    event.preventDefault();
    act(event);
  });
  useEffect(() => {
    if (!enabled) return;
    const onKey = (event: KeyboardEvent) => press(event);
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [enabled]);
}
