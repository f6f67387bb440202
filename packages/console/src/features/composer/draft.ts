import type { Party } from '@copydesk/rules';
import type { Visibility } from '../../gql/graphql.ts';

/** Somebody to be copied by this reply: known by id, or only by an address. */
export type DraftCc = { id: string | null; email: string | null; party: Party };

export type Draft = {
  tab: Visibility;
  text: Readonly<Record<Visibility, string>>;
  addCcs: readonly DraftCc[];
  removeCcIds: readonly string[];
  /** Sent along, so that a retry of the same text doubles nothing; new after each comment that was written. */
  clientKey: Readonly<Record<Visibility, string>>;
};

/** What a draft is kept in: the session's storage, or anything like it. */
export type Keeping = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const keyOf = (ticketId: string) => `copydesk.draft.${ticketId}`;

/** A random key; `crypto.randomUUID` is missing where the page is not served securely. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function freshDraft(tab: Visibility): Draft {
  return {
    tab,
    text: { PUBLIC: '', INTERNAL: '' },
    addCcs: [],
    removeCcIds: [],
    clientKey: { PUBLIC: newKey(), INTERNAL: newKey() },
  };
}

/** The draft of a ticket as it was left, or a fresh one. What cannot be read is no draft. */
export function readDraft(keeping: Keeping, ticketId: string, tab: Visibility): Draft {
  const fresh = freshDraft(tab);
  try {
    const kept: unknown = JSON.parse(keeping.getItem(keyOf(ticketId)) ?? 'null');
    return kept === null || typeof kept !== 'object' ? fresh : { ...fresh, ...(kept as Partial<Draft>) };
  } catch {
    return fresh;
  }
}

/** Keeps a draft; an empty one is not kept. A full storage loses the copy, never the text on the screen. */
export function keepDraft(keeping: Keeping, ticketId: string, draft: Draft): void {
  const empty =
    draft.text.PUBLIC === '' && draft.text.INTERNAL === '' && draft.addCcs.length + draft.removeCcIds.length === 0;
  try {
    if (empty) keeping.removeItem(keyOf(ticketId));
    else keeping.setItem(keyOf(ticketId), JSON.stringify(draft));
  } catch {
    // The storage is full or refused.
  }
}

/** The draft after its comment was written: that side is empty, with a new key. */
export function sentDraft(draft: Draft, sent: Visibility): Draft {
  return {
    ...draft,
    text: { ...draft.text, [sent]: '' },
    clientKey: { ...draft.clientKey, [sent]: newKey() },
    ...(sent === 'PUBLIC' ? { addCcs: [], removeCcIds: [] } : {}),
  };
}
