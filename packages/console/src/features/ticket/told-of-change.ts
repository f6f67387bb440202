import { whoIsToldOf, type DepartmentPolicy, type Party, type Trigger } from '@copydesk/rules';
import type { Visibility } from '../../gql/graphql.ts';
import { toldTicket, type TakingPart } from '../composer/recipients.ts';

const MOST = 5;

/**
 * Who hears by mail that a comment was edited or deleted, by the same rules that the server asks:
 * `Told by mail: Rita Novak, Carl Ruiz.`
 */
export function toldOfChange(
  kind: 'COMMENT_EDITED' | 'COMMENT_DELETED',
  visibility: Visibility,
  ticket: TakingPart & { department: { triggers: readonly Trigger[] } },
  { author, policy }: { author: Party; policy: DepartmentPolicy },
): string {
  const taking = toldTicket(ticket);
  const { told } = whoIsToldOf({
    kind,
    visibility,
    via: 'CONSOLE',
    author,
    actsAs: 'STAFF',
    confidence: null,
    mailRecipients: [],
    writesOutside: 'ALL',
    ticket: taking,
    policy,
    triggers: ticket.department.triggers,
    newCcIds: [],
  });
  const people = [taking.requester, ...taking.ccs, ...taking.followers, ...(taking.assignee ? [taking.assignee] : [])];
  const names = [...new Set(told.map(({ personId }) => people.find(({ id }) => id === personId)?.name ?? ''))];
  const more = names.length - MOST;
  const listed = more > 0 ? `${names.slice(0, MOST).join(', ')} and ${more} more` : names.join(', ');
  const outside = told.some(({ as }) => as === 'REQUESTER' || as === 'CC');
  if (names.length === 0) return 'Nobody is told.';
  if (visibility === 'PUBLIC' && !outside) return `Customers are not told. Told by mail: ${listed}.`;
  return `Told by mail: ${listed}.`;
}
