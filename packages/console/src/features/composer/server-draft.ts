import type { Visibility } from '../../gql/graphql.ts';
import type { Draft } from './draft.ts';

export type Texts = Readonly<Record<Visibility, string>>;

const SIDES: readonly Visibility[] = ['PUBLIC', 'INTERNAL'];

/**
 * What the server kept, on the sides where nothing stands and nothing has been typed since `begun`: what was typed here
 * always wins. When only the other side has something, that side is shown.
 */
export function fillDraft(was: Draft, begun: Texts, kept: Texts | null): Draft {
  const filled = SIDES.filter(
    (side) => kept !== null && kept[side] !== '' && was.text[side] === '' && begun[side] === '',
  );
  if (kept === null || filled.length === 0) return was;
  const text = { ...was.text, ...Object.fromEntries(filled.map((side) => [side, kept[side]])) };
  const [first] = filled;
  return { ...was, text, tab: text[was.tab] === '' && first ? first : was.tab };
}

/** The sides that differ from what the server has; none before that is known. */
export function sidesToSave(now: Texts, known: Texts | null): Visibility[] {
  return known === null ? [] : SIDES.filter((side) => now[side].trim() !== known[side].trim());
}
