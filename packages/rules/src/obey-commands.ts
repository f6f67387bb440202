import { supportAddressOf } from './addresses.ts';
import type { InboundFacts, NamedPerson, TicketChanges } from './inbound-facts.ts';
import type { JudgedAuthor } from './judged-author.ts';
import { lineOf, visibilityAsked, type CommandResult, type MailCommand } from './mail-commands.ts';
import { editsTicket } from './may.ts';
import { readTags } from './tags.ts';
import { isFullAgent, isStaff } from './vocabulary.ts';
import type { Party, TicketStatus, Visibility } from './vocabulary.ts';

/** What the commands of a mail do to its ticket, beside its visibility, which the tables decide. */
export type Obeyed = {
  results: readonly (CommandResult | { line: string; asksFor: Visibility })[];
  status: TicketStatus | null;
  requester: (NamedPerson & { rule: string }) | null;
  changes: TicketChanges;
};

type Does = Omit<Obeyed, 'results'>;
/** Obeyed, with what it does; why not; or what it asks the tables for, which say what becomes of that. */
type Answer = { because: string; does: Partial<Does> } | { notBecause: string } | { asksFor: Visibility };

type Asked = {
  facts: InboundFacts;
  author: JudgedAuthor;
  /** Who the author is: staff. */
  agent: Party;
  /** The department in which the ticket is afterwards. */
  department: { id: string; name: string | null };
  /** With those that earlier commands of the mail added. */
  tags: readonly string[];
};

/**
 * Which commands are obeyed (seeds/003, "Using the Mail API": agents' alone), and why the others are not. They count from
 * proven staff, where `mailapi.enabled` is on; a customer's are text, and there are no results. All but #note and #public
 * are for full agents who may edit the ticket, as over the API; of two that set the same, the later one wins.
 */
export function obeyCommands(facts: InboundFacts, author: JudgedAuthor): Obeyed {
  const results: Obeyed['results'][number][] = [];
  const done: Does = { status: null, requester: null, changes: {} };
  const { person: agent } = author;
  if (!isStaff(agent)) return { ...done, results };
  const whyNone = whyNoneCount(facts, author);
  const department = departmentAfter(facts);
  for (const command of facts.message.commands) {
    const line = lineOf(command);
    const tags = done.changes.tags ?? facts.ticket?.tags ?? [];
    const asked = { facts, author, agent, department, tags };
    const answer = whyNone === null ? obey(command, asked) : { notBecause: whyNone };
    if ('asksFor' in answer) results.push({ line, asksFor: answer.asksFor });
    else if ('notBecause' in answer) results.push({ line, obeyed: false, because: answer.notBecause });
    else {
      results.push({ line, obeyed: true, because: answer.because });
      const { changes, ...other } = answer.does;
      Object.assign(done, other);
      Object.assign(done.changes, changes);
    }
  }
  return { ...done, results };
}

function whyNoneCount({ department: { policy } }: InboundFacts, { provenStaff }: JudgedAuthor): string | null {
  if (!policy.mailapi.enabled) return 'This department takes no commands by mail.';
  return provenStaff ? null : 'Nothing proves that an agent sent it.';
}

/** The last department named by a command; else the ticket's own, or the one that the mail came to. */
function departmentAfter(facts: InboundFacts): Asked['department'] {
  const own = { id: facts.ticket?.departmentId ?? facts.department.id, name: null };
  const named = facts.message.commands.flatMap((command) =>
    command.name === 'department' ? facts.message.lookups.departments.filter(({ slug }) => slug === command.value) : [],
  );
  return named.at(-1) ?? own;
}

/** May the author open a public ticket for somebody else? Who may over the API. */
export function opensForOthers(facts: InboundFacts, { person, provenStaff }: JudgedAuthor): boolean {
  return provenStaff && isFullAgent(person) && mayEdit(facts, person) && person.mayCommentPublicly;
}

/** A ticket that the mail opens is edited by whom one of its department is. */
function mayEdit({ ticket, department }: InboundFacts, agent: Party): boolean {
  return editsTicket(agent, ticket ?? { departmentId: department.id, assigneeId: null });
}

function obey(command: MailCommand, asked: Asked): Answer {
  if (command.name === 'unreadable') return { notBecause: command.because };
  if (command.name === 'note' || command.name === 'public') return { asksFor: visibilityAsked(command) };
  if (!isFullAgent(asked.agent)) return { notBecause: 'This command is for full agents.' };
  if (!mayEdit(asked.facts, asked.agent)) return { notBecause: `${asked.agent.name} may not edit this ticket.` };
  if (asked.facts.ticket?.status === 'CLOSED' && command.name !== 'status') {
    return { notBecause: 'The ticket is closed.' };
  }
  return ANSWERS[command.name](command as never, asked);
}

type Named<N extends MailCommand['name']> = Extract<MailCommand, { name: N }>;
type Answering = Exclude<MailCommand['name'], 'unreadable' | 'note' | 'public'>;

const ANSWERS: { readonly [N in Answering]: (command: Named<N>, asked: Asked) => Answer } = {
  status: ({ value }, { facts }) =>
    value === 'NEW' && facts.ticket !== null
      ? { notBecause: 'A ticket is new only once.' }
      : { because: `The status is ${value.toLowerCase().replace('_', ' ')} now.`, does: { status: value } },
  priority: ({ value }) => ({
    because: `The priority is ${value.toLowerCase()} now.`,
    does: { changes: { priority: value } },
  }),
  /** A mail adds tags: what others sorted by stays. */
  tags: ({ value }, { tags }) => {
    const read = readTags([...tags, ...value]);
    if (!read.ok) return { notBecause: read.message };
    return { because: 'The tags were added.', does: { changes: { tags: read.tags } } };
  },
  assignee: ({ value }, { facts, department }) => {
    const found = foundBy(facts, value);
    const agents = found.filter((party) => isAssignable(party, department.id));
    const [agent, another] = agents;
    if (!agent) {
      return { notBecause: `${found[0]?.name ?? value} is no agent of ${department.name ?? 'this department'}.` };
    }
    if (another) return { notBecause: `${agents.length} agents are called ${value}: give an address.` };
    return { because: `The ticket is assigned to ${agent.name} now.`, does: { changes: { assigneeId: agent.id } } };
  },
  requester: ({ value }, { facts, author, agent }) => {
    if (!author.update && !opensForOthers(facts, author)) {
      return { notBecause: `${agent.name} may not comment publicly, so nor in the name of others.` };
    }
    const { supportAddresses } = facts.department;
    if (supportAddresses.includes(supportAddressOf(value, supportAddresses))) {
      return { notBecause: `${value} is an address of the desk itself.` };
    }
    const [party = null] = foundBy(facts, value);
    if (party !== null && party.state !== 'ACTIVE') {
      return { notBecause: `${party.name} cannot be the requester: the contact is ${party.state.toLowerCase()}.` };
    }
    const requester = {
      address: value,
      name: party?.name ?? '',
      partyId: party?.id ?? null,
      rule: 'requester-command',
    };
    return { because: `The requester is ${party?.name || value} now.`, does: { requester } };
  },
  department: ({ value }, { facts }) => {
    const department = facts.message.lookups.departments.find(({ slug }) => slug === value);
    if (!department) return { notBecause: `There is no department ${value}.` };
    return {
      because: `The ticket is in ${department.name} now.`,
      does: { changes: { departmentId: department.id } },
    };
  },
};

function foundBy({ message }: InboundFacts, value: string): readonly Party[] {
  return message.lookups.people.find((one) => one.value === value)?.found ?? [];
}

function isAssignable(party: Party, departmentId: string): boolean {
  return editsTicket(party, { departmentId, assigneeId: null });
}
