import { useEffect, useRef, useState } from 'react';
import { useClient } from 'urql';
import { errorSentence } from '../../app/live/error-code.ts';
import {
  AddCommentDocument,
  PreviewReplyDocument,
  type AddCommentInput,
  type PersonInput,
  type TicketStatus,
} from '../../gql/graphql.ts';
import type { OpenTicket } from '../ticket/use-ticket.ts';
import { sentDraft, type Draft, type DraftCc } from './draft.ts';
import type { Pending } from './pending.ts';
import { difference, type Recipient } from './recipients.ts';

/** Something moved since the author looked: who is new, who is gone, what else, and whom it would go to now. */
export type Question = { added: string[]; gone: string[]; moved: string | null; recipients: string[] };

/** How long, and how often, a reply waits for small news that is on its way to the screen, such as one's own change. */
const CATCH_UP_MS = 4_000;
const CATCH_UP_TIMES = 5;

type Args = {
  ticket: OpenTicket;
  draft: Draft;
  change: (next: (was: Draft) => Draft) => void;
  recipients: readonly Recipient[];
  pending: Pending;
};

const toInput = (cc: DraftCc): PersonInput =>
  cc.id === null ? { email: cc.email, name: cc.party.name === cc.email ? null : cc.party.name } : { id: cc.id };

/**
 * Sends what is written. A public reply is first confirmed by the server: when its recipients are not those on the
 * screen, nothing is sent and the difference is asked. What is refused brings the text back.
 */
export function useSend({ ticket, draft, change, recipients, pending }: Args) {
  const client = useClient();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [question, setQuestion] = useState<Question | null>(null);
  const latest = useRef(ticket);
  useEffect(() => {
    latest.current = ticket;
  });

  const confirm = async (shown: string[], input: object): Promise<string[] | null> => {
    const asked = { ticketId: ticket.id, visibility: draft.tab, ...input };
    const result = await client.query(PreviewReplyDocument, { input: asked }, { requestPolicy: 'network-only' });
    const preview = result.data?.previewReply;
    const refused =
      preview?.errors[0]?.message ??
      (preview ? undefined : (errorSentence(result.error) ?? 'This ticket is not yours to answer.'));
    if (!preview || refused !== undefined) {
      setError(refused ?? null);
      return null;
    }
    const now = preview.recipients.map((each) => each.address);
    const { added, gone } = difference(shown, now);
    if (added.length + gone.length === 0) return now;
    setQuestion({ added, gone, moved: null, recipients: now });
    return null;
  };

  const write = async (status: TicketStatus | null, expected: string[] | null, input: object): Promise<void> => {
    const visibility = draft.tab;
    const body = draft.text[visibility];
    const clientKey = draft.clientKey[visibility];
    let seen = latest.current.seq;
    const comments = latest.current.comments.edges.length;
    pending.add({ clientKey, body, visibility });
    change((was) => ({ ...was, text: { ...was.text, [visibility]: '' } }));
    const expect = expected === null ? null : { seq: seen, recipients: expected };
    const given: AddCommentInput = { ticketId: ticket.id, body, visibility, status, clientKey, expect, ...input };
    let result = await client.mutation(AddCommentDocument, { input: given });
    let refusal = result.data?.addComment.errors[0];
    for (
      let more = CATCH_UP_TIMES;
      more > 0 && isBehind(refusal) && (await caughtUp(latest, seen, comments));
      more -= 1
    ) {
      seen = latest.current.seq;
      result = await client.mutation(AddCommentDocument, {
        input: { ...given, expect: { seq: seen, recipients: expected } },
      });
      refusal = result.data?.addComment.errors[0];
    }
    const written = result.data?.addComment.comment;
    if (written && refusal === undefined) {
      pending.written(clientKey, written.id);
      change((was) => sentDraft({ ...was, text: { ...was.text, [visibility]: was.text[visibility] } }, visibility));
      return;
    }
    change((was) => ({ ...was, text: { ...was.text, [visibility]: was.text[visibility] || body } }));
    if (refusal?.code === 'STALE') {
      pending.forget(clientKey);
      setQuestion({ added: [], gone: [], moved: refusal.message, recipients: expected ?? [] });
      return;
    }
    const why = refusal?.message ?? errorSentence(result.error) ?? 'The desk gave no reason.';
    pending.refuse(clientKey, why);
    setError(`Not ${visibility === 'PUBLIC' ? 'sent' : 'added'}: ${why}`);
  };

  /** `confirmed`: the recipients that the author has agreed to after being asked. */
  const send = async (status: TicketStatus | null, confirmed?: string[]): Promise<void> => {
    if (busy || draft.text[draft.tab].trim() === '') return;
    setBusy(true);
    setError(null);
    setQuestion(null);
    const isPublic = draft.tab === 'PUBLIC';
    const input = isPublic ? { ccs: draft.addCcs.map(toInput), removeCcs: [...draft.removeCcIds] } : {};
    try {
      const shown = confirmed ?? recipients.map((each) => each.address);
      const expected = isPublic ? await confirm(shown, input) : null;
      if (!isPublic || expected !== null) await write(status, expected, input);
    } finally {
      setBusy(false);
    }
  };

  return { send, busy, error, question, cancel: () => setQuestion(null), say: setError };
}

function isBehind(refusal: { code: string; field?: readonly string[] | null } | undefined): boolean {
  return refusal?.code === 'STALE' && (refusal.field?.includes('seq') ?? false);
}

/**
 * The ticket moved on while the reply was on its way. When only small things moved (a delivery, a status), and the
 * screen shows them by now, the author need not be asked; a new comment is theirs to read first.
 */
async function caughtUp(latest: { current: OpenTicket }, seen: number, comments: number): Promise<boolean> {
  for (const until = Date.now() + CATCH_UP_MS; Date.now() < until && latest.current.seq === seen;) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return latest.current.seq > seen && latest.current.comments.edges.length === comments;
}
