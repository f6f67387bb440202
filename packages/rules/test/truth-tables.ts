import { RULES } from '../src/engines.ts';
import { outcomeOf, type Rule } from '../src/rule.ts';

/** The values that a rule can tell apart, by fact; BOOL for the others. */
const VALUES: Readonly<Record<string, readonly unknown[]>> = {
  deliveryReport: [null, 'MATCHED', 'UNMATCHED'],
  automatic: [null, 'null sender'],
  mailsLastHour: [1, 2, 3, 5, 6],
  ticketMailsLastHour: [0, 1, 2, 3],
  malformed: [null, 'two From headers.', 'two From headers'],
  authorState: [null, 'ACTIVE', 'SUSPENDED', 'SPAM', 'ANONYMOUS', 'DELETED'],
  author: ['Ann'],
  confidence: ['PROVEN', 'LIKELY', 'UNPROVEN'],
  confidenceReasons: [[], ['DMARC failed.', 'Reply-To differs.']],
  takesPartAs: [[], ['REQUESTER'], ['CC'], ['FOLLOWER'], ['ASSIGNEE'], ['REQUESTER', 'CC'], ['CC', 'FOLLOWER']],
  command: [null, 'NOTE', 'PUBLIC'],
  deskRecipients: [[], ['a@desk.test'], ['a@desk.test', 'b@desk.test']],
  outsideRecipients: [[], ['x@elsewhere.test', 'y@elsewhere.test']],
  recipientsBeyondStaff: [[], ['x@elsewhere.test', 'y@elsewhere.test']],
  contactRecipients: [[], ['x@elsewhere.test', 'y@elsewhere.test']],
  ccCount: [0, 2],
  newCcCount: [0, 1, 2],
  sideHeader: [null, 'TO', 'CC', 'BCC'],
  sideOthersNamed: [[], ['Bob', 'Cid']],
  'mail.hourlySoft': [2],
  'mail.hourlyHard': [5],
  'mail.hourlyPerTicket': [2],
  'cc.overflowInbound': ['SUSPEND', 'KEEP_FIRST'],
  'cc.maxPerTicket': [0, 3],
  'cc.replyWithoutRequester': ['PRIVATE', 'PUBLIC'],
  'followers.replyPrivacy': ['PRIVATE', 'CHECKLIST'],
  'agentMail.soleAccountRecipient': ['NOTE', 'REPLY_TO_ALL'],
  'privacy.cannotEditNoToken': ['SUSPEND', 'NEW_TICKET', 'PRIVATE_FLAG'],
};

function combinations(names: readonly string[]): Record<string, unknown>[] {
  return names.reduce<Record<string, unknown>[]>(
    (all, name) => all.flatMap((one) => (VALUES[name] ?? [false, true]).map((value) => ({ ...one, [name]: value }))),
    [{}],
  );
}

const textOf = (said: Rule['held'], facts: never): string => (typeof said === 'function' ? said(facts) : said);

function tableOf(row: Rule): string {
  const lines = combinations(row.sees).map((combination) => {
    const facts = combination as never;
    const held = row.when(facts);
    const becomes = held ? (outcomeOf(row, facts) ?? 'asks on') : 'no';
    const seen = Object.entries(combination).map(([name, value]) => `${name} ${JSON.stringify(value)}`);
    return `  ${becomes}: ${textOf(held ? row.held : row.not, facts)} [${seen.join(', ')}]`;
  });
  return [`${row.rule} (otherwise: ${row.otherwise ?? 'nothing'})`, ...lines].join('\n');
}

/** Every rule over every combination of what it sees: whether it holds, what it decides, what it says. */
export function truthTables(): string {
  return `${[...RULES.values()].map(tableOf).join('\n\n')}\n`;
}
