import type { CommentPartsFragment, WarningPartsFragment } from '../../gql/graphql.ts';

/** How a comment looks: what everybody reads, what the team reads, and what came from outside the ticket. */
export type CommentKind = 'public' | 'internal' | 'third';

export const KIND_WORD: Readonly<Record<CommentKind, string>> = {
  public: 'Public reply',
  internal: 'Internal note',
  third: 'Third party',
};

export function kindOf(comment: Pick<CommentPartsFragment, 'visibility' | 'flags'>): CommentKind {
  if (comment.visibility === 'PUBLIC') return 'public';
  return comment.flags.includes('THIRD_PARTY') ? 'third' : 'internal';
}

/** `sent to 3, 1 not delivered, 1 waiting`; only what there is of it; null when nobody was written to. */
export function deliverySummary(deliveries: readonly { state: string }[]): { text: string; failed: number } | null {
  if (deliveries.length === 0) return null;
  const of = (...states: string[]) => deliveries.filter((each) => states.includes(each.state)).length;
  const failed = of('FAILED');
  const waiting = of('QUEUED');
  const sent = of('SENT', 'KEPT');
  const parts = sent > 0 ? [`sent to ${sent}`] : [];
  if (failed > 0) parts.push(`${failed} not delivered`);
  if (waiting > 0) parts.push(`${waiting} waiting`);
  return { text: parts.join(', '), failed };
}

/** The open warning that stands at a comment. */
export function warningAt(
  warnings: readonly WarningPartsFragment[],
  commentId: string,
): WarningPartsFragment | undefined {
  return warnings.find((warning) => warning.comment?.id === commentId && warning.resolvedAt === null);
}
