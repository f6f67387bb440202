import { count } from '../../design/words.ts';
import type { CommentPartsFragment, Visibility, WarningPartsFragment } from '../../gql/graphql.ts';

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

/**
 * `sent to 3, 1 not delivered, 1 waiting` of what customers read, `told 2 colleagues` of what the team reads; null when
 * nobody was written to.
 */
export function deliverySummary(
  deliveries: readonly { state: string }[],
  visibility: Visibility,
): { text: string; failed: number } | null {
  if (deliveries.length === 0) return null;
  const of = (...states: string[]) => deliveries.filter((each) => states.includes(each.state)).length;
  const sent = of('SENT', 'KEPT');
  const failed = of('FAILED');
  const waiting = of('QUEUED');
  const parts: string[] = [];
  if (sent > 0) parts.push(visibility === 'PUBLIC' ? `sent to ${sent}` : `told ${count(sent, 'colleague')}`);
  if (failed > 0) parts.push(`${failed} not delivered`);
  if (waiting > 0) parts.push(`${waiting} waiting`);
  return { text: parts.join(', '), failed };
}

/** The open warnings that stand at a comment. */
export function warningsAt(warnings: readonly WarningPartsFragment[], commentId: string): WarningPartsFragment[] {
  return warnings.filter((warning) => warning.comment?.id === commentId && warning.resolvedAt === null);
}
