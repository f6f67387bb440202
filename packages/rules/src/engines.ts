import { BEFORE_DECISION } from './before-decision.ts';
import {
  ccOverflow,
  ccWithoutRequester,
  customer,
  follower,
  mailDefault,
  noteCommand,
  otherwisePublic,
  outsiderIdentified,
  outsiderUnidentified,
  repeatsInternalText,
  roleMayNot,
  senderUnproven,
  staffNotProven,
  ticketInternal,
} from './checklist.ts';
import { CONTACT_MATCH_ROWS } from './contact-match.ts';
import type { InboundMessageFacts } from './inbound-facts.ts';
import type { JudgedAuthor } from './judged-author.ts';
import type { DepartmentPolicy, Engine } from './policy.ts';
import { RECIPIENTS_ROWS } from './recipients-engine.ts';
import type { Rule } from './rule.ts';
import { SIDE_ROWS, sideClosed } from './side-conversation.ts';

const WHO = [senderUnproven, staffNotProven, outsiderIdentified, outsiderUnidentified, ccOverflow];

/** The tables, each in the order in which it is asked. */
export const ENGINE_TABLES: Readonly<Record<Engine, readonly Rule[]>> = {
  CHECKLIST: [
    ...BEFORE_DECISION,
    ...WHO,
    ccWithoutRequester,
    customer,
    roleMayNot,
    follower,
    noteCommand,
    mailDefault,
    ticketInternal,
    repeatsInternalText,
    otherwisePublic,
  ],
  RECIPIENTS: [...BEFORE_DECISION, ...WHO, customer, roleMayNot, noteCommand, repeatsInternalText, ...RECIPIENTS_ROWS],
  CONTACT_MATCH: [
    ...BEFORE_DECISION,
    ...WHO,
    ccWithoutRequester,
    customer,
    roleMayNot,
    noteCommand,
    repeatsInternalText,
    ...CONTACT_MATCH_ROWS,
  ],
};

/** What is asked about a mail to a side conversation, whatever the engine. */
const SIDE_TABLE = [...BEFORE_DECISION, ...SIDE_ROWS];

const withSideClosed = (table: readonly Rule[]) => table.toSpliced(BEFORE_DECISION.length, 0, sideClosed);

/** Every row of every table, once, by its id. */
export const RULES: ReadonlyMap<string, Rule> = new Map(
  [...Object.values(ENGINE_TABLES), SIDE_TABLE, [sideClosed]].flatMap((table) =>
    table.map((row) => [row.rule, row] as const),
  ),
);

/** The rows that can suspend: those alone are skipped for a message that an agent recovered. */
const SUSPENDING: ReadonlySet<string> = new Set([
  'delivery-report',
  'automatic-reply',
  'malformed',
  'sender-barred',
  'sender-unproven',
  'outsider-unidentified',
  'cc-limit',
]);

/**
 * The rows to ask about a message. The department's engine judges proven staff who are not the requester; everybody
 * else is judged by the checklist. A recovered message skips the rows that had suspended it.
 *
 * @param side the message belongs to a side conversation: of a ticket that takes mail, or of one that is closed
 */
export function tableFor(
  agentMail: Pick<DepartmentPolicy['agentMail'], 'engine'>,
  author: Pick<JudgedAuthor, 'provenStaff' | 'takesPartAs'>,
  recovered: InboundMessageFacts['recovered'],
  side: { closed: boolean } | null,
): readonly Rule[] {
  const byEngine = author.provenStaff && !author.takesPartAs.includes('REQUESTER');
  const engine = ENGINE_TABLES[byEngine ? agentMail.engine : 'CHECKLIST'];
  const table = side === null ? engine : side.closed ? withSideClosed(engine) : SIDE_TABLE;
  return table.filter((row) => !(SUSPENDING.has(row.rule) && recovered?.suspendedBy.includes(row.rule)));
}
