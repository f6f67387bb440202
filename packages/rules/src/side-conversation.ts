import { senderMay } from './confidence.ts';
import type { InboundFacts } from './inbound-facts.ts';
import type { JudgedAuthor } from './judged-author.ts';
import { editsTicket, may, type SubjectTicket } from './may.ts';
import type { DepartmentPolicy } from './policy.ts';
import { always, rule, type Rule } from './rule.ts';
import type { Decision } from './trace.ts';
import { isStaff } from './vocabulary.ts';
import type { Party } from './vocabulary.ts';

/** A side conversation: a conversation by mail beside a ticket, between the team and whomever an agent writes to. */
export const SIDE_STATES = ['OPEN', 'CLOSED'] as const;
export type SideState = (typeof SIDE_STATES)[number];

export const SIDE_HEADERS = ['TO', 'CC', 'BCC'] as const;
export type SideHeader = (typeof SIDE_HEADERS)[number];

/** Who gets the next message. `address` is the one they were named by. */
export type SideParticipant = { person: Party; address: string; header: SideHeader };

/** Somebody whom one message named; `personId` null: nobody the desk knows. */
export type SideRecipient = { personId: string | null; address: string; header: SideHeader };

/** What deciding a mail to a side conversation looks at, beside its ticket. */
export type InboundSideFacts = { subject: string; state: SideState; participants: readonly SideParticipant[] };

/** What a mail to a side conversation does beyond being kept in it. */
export type SideOutcome = {
  /** The participant who is in the visible headers from now on. */
  becomesCc: string | null;
  reopens: boolean;
  /** Whom the desk writes to: the team alone, or the participants as well, who do not have it yet. */
  writesTo: 'NOBODY' | 'TEAM' | 'EVERYBODY';
  /** Do the others know of its author? Else no mail to them may refer to it. */
  shown: boolean;
};

/** The facts of the rows below: part of `DecisionFacts`. */
export type SideDecisionFacts = {
  /** Where the author stands among the participants; null: nowhere. */
  sideHeader: SideHeader | null;
  /** The author is proven staff who may write in the ticket's side conversations. */
  sideMayWrite: boolean;
  /** Participants in To and CC whom the mail names. */
  sideOthersNamed: readonly string[];
};

type Judged = Pick<JudgedAuthor, 'person' | 'provenStaff'>;

export function sideHeaderOf({ side }: InboundFacts, { person }: Judged): SideHeader | null {
  return side?.participants.find((one) => one.person.id === person?.id)?.header ?? null;
}

/** As `side.write` over the API. */
export function mayWriteSide({ ticket }: InboundFacts, { person, provenStaff }: Judged): boolean {
  return ticket !== null && provenStaff && isStaff(person) && editsTicket(person, ticket);
}

/** Asked of BCCs alone: they are not among those. */
export function sideOthersNamed({ side, message }: InboundFacts): string[] {
  const named = [...message.to, ...message.cc];
  return (side?.participants ?? [])
    .filter(({ header }) => header !== 'BCC')
    .filter((one) => named.some(({ party, address }) => party?.id === one.person.id || address === one.address))
    .map(({ person, address }) => person.name || address);
}

/** Asked before the checklist when the side conversation's ticket is closed: the mail opens a ticket of its own. */
export const sideClosed: Rule = always({
  rule: 'side-closed',
  sees: ['sideHeader'],
  decides: null,
  held: 'It answers a side conversation of a closed ticket: it opens a ticket that follows it up.',
  otherwise: null,
});

/** What becomes of a mail to a side conversation. It is always the team's alone: none of these rows decides PUBLIC. */
export const SIDE_ROWS: readonly Rule[] = [
  /** DESIGN "Sender confidence": kept with a warning, changes nothing, answers nothing. */
  rule({
    rule: 'side-unproven',
    sees: ['confidence', 'confidenceReasons'],
    when: ({ confidence }) => !senderMay(confidence, 'BE_JUDGED'),
    decides: 'INTERNAL',
    held: ({ confidenceReasons }) =>
      `Kept with a warning because the sender may be forged. ${confidenceReasons.join(' ')}`.trim(),
    not: ({ confidence }) =>
      confidence === 'PROVEN' ? 'The sender is proven.' : 'Nothing is enforced against the sender.',
    otherwise: 'A message that proves its sender would have been judged by the rules below.',
  }),
  /** Whoever holds the address but was not written to, and staff whom nothing proves. */
  rule({
    rule: 'side-stranger',
    sees: ['author', 'sideHeader', 'sideMayWrite', 'staffAddress', 'provenStaff'],
    when: ({ sideHeader, sideMayWrite, staffAddress, provenStaff }) =>
      !sideMayWrite && (sideHeader === null || (staffAddress && !provenStaff)),
    decides: 'INTERNAL',
    held: ({ author, staffAddress, provenStaff }) =>
      staffAddress && !provenStaff
        ? `Kept with a warning because ${author} is staff, and nothing proves that they sent it.`
        : `Kept with a warning because ${author} takes no part in this side conversation.`,
    not: ({ author, sideHeader }) =>
      sideHeader === null
        ? `${author} is of the team and may write here.`
        : `${author} takes part in this side conversation.`,
    otherwise: 'A reply of somebody who takes part in the side conversation would have raised no warning.',
  }),
  /** An agent of the ticket answers their copy: as if written in the console. */
  rule({
    rule: 'side-staff',
    sees: ['author', 'sideHeader', 'sideMayWrite'],
    when: ({ sideHeader, sideMayWrite }) => sideMayWrite && sideHeader === null,
    decides: 'INTERNAL',
    held: ({ author }) => `${author} writes for the team: it goes to everybody in the side conversation.`,
    not: ({ author }) => `${author} is written to as a participant.`,
    otherwise: 'A reply of a participant would not have been sent on.',
  }),
  /** seeds/001: "By using reply all, the BCC'd recipient makes a public reply to the side conversation" */
  rule({
    rule: 'side-reply-all',
    sees: ['author', 'sideHeader', 'sideOthersNamed', 'confidence'],
    when: ({ sideHeader, sideOthersNamed, confidence }) =>
      sideHeader === 'BCC' && sideOthersNamed.length > 0 && senderMay(confidence, 'CHANGE_WHO_TAKES_PART'),
    decides: 'INTERNAL',
    held: ({ author, sideOthersNamed }) =>
      `${author} (BCC) answered ${sideOthersNamed.join(', ')} as well: from now on everybody sees them, as CC.`,
    not: ({ author, sideHeader, sideOthersNamed }) => {
      if (sideHeader !== 'BCC') return `${author} is seen by the others anyhow.`;
      return sideOthersNamed.length === 0
        ? `${author} (BCC) answered the desk alone.`
        : 'Nothing proves the sender, so nobody is shown to others by it.';
    },
    otherwise: 'A reply to the desk alone would have kept them in BCC.',
  }),
  /** seeds/001: "their reply is threaded into the side conversation. Other recipients won't receive" a BCC's reply */
  always({
    rule: 'side-reply',
    sees: ['author', 'sideHeader'],
    decides: 'INTERNAL',
    held: ({ author }) => `A reply of ${author} to the side conversation: the desk sends it to nobody outside.`,
    otherwise: null,
  }),
];

const FROM_PARTICIPANTS: ReadonlySet<string> = new Set(['side-reply', 'side-reply-all', 'side-staff']);

/** What a mail that was decided by the rows above does. */
export function sideOutcome(side: InboundSideFacts, author: Party | null, { rule: decided }: Decision): SideOutcome {
  const takesPart = FROM_PARTICIPANTS.has(decided);
  const [hidden = null] = side.participants
    .filter(({ person, header }) => person.id === author?.id && header === 'BCC')
    .map(({ person }) => person.id);
  return {
    becomesCc: decided === 'side-reply-all' ? hidden : null,
    reopens: takesPart && side.state === 'CLOSED',
    writesTo: decided === 'automatic-reply' ? 'NOBODY' : decided === 'side-staff' ? 'EVERYBODY' : 'TEAM',
    shown: takesPart && (hidden === null || decided === 'side-reply-all'),
  };
}

/** A person to whom the desk writes about a message of a side conversation. HIDDEN: the team's copy, of which nobody knows. */
export type SideTold = {
  personId: string;
  address: string;
  header: SideHeader | 'HIDDEN';
  mail: 'SIDE';
  rule: string;
  because: string;
};

export type ToldOfSide = {
  /** Null: nobody the desk knows. */
  author: Party | null;
  writesTo: SideOutcome['writesTo'];
  /** Addresses and ids of people who have it already: To and Cc of the mail that it came by. */
  haveIt: readonly string[];
  participants: readonly SideParticipant[];
  startedBy: Party | null;
  assignee: Party | null;
  followers: readonly Party[];
  subject: SubjectTicket;
  policy: DepartmentPolicy;
};

const TEAM_ROWS: readonly {
  rule: string;
  who: (event: ToldOfSide) => readonly (Party | null)[];
  because: string;
}[] = [
  {
    rule: 'told-side-assignee',
    who: ({ assignee }) => [assignee],
    because: 'The ticket is assigned to them: they hear of its side conversations.',
  },
  {
    rule: 'told-side-starter',
    who: ({ startedBy, writesTo }) => [writesTo === 'TEAM' ? startedBy : null],
    because: 'They started the side conversation, and somebody answered.',
  },
  {
    rule: 'told-side-follower',
    who: ({ followers, policy }) => followers.filter(() => policy.followers.enabled),
    because: 'They follow the ticket, unseen by customers.',
  },
];

/** The ids of the rules that name whom a side conversation is written to. */
export const SIDE_TOLD_RULES: readonly string[] = ['told-side-participant', ...TEAM_ROWS.map((row) => row.rule)];

/**
 * Whom the desk writes to about a message of a side conversation: each person once, participants first; never the author,
 * nor who has it. The ticket's requester and CCs are nobody here (seeds/001: "doesn't add them as a CC on the ticket").
 */
export function whoIsToldOfSide(event: ToldOfSide): SideTold[] {
  if (event.writesTo === 'NOBODY') return [];
  const known = new Set([...event.haveIt, event.author?.id]);
  const participants = event.participants
    .filter(({ person, address }) => !known.has(person.id) && !known.has(address))
    .map(({ person, address, header }): SideTold => ({
      personId: person.id,
      address,
      header,
      mail: 'SIDE',
      rule: 'told-side-participant',
      because: 'They take part in the side conversation.',
    }));
  const told = event.writesTo === 'EVERYBODY' ? participants : [];
  for (const row of TEAM_ROWS) {
    for (const person of row.who(event)) {
      if (!person?.address || known.has(person.id) || known.has(person.address)) continue;
      if (told.some(({ personId }) => personId === person.id) || !isStaff(person)) continue;
      if (!may(person, 'side.read', { ticket: event.subject })) continue;
      const { id: personId, address } = person;
      told.push({ personId, address, header: 'HIDDEN', mail: 'SIDE', rule: row.rule, because: row.because });
    }
  }
  return told;
}

/**
 * What is wrong with so many people in a side conversation, as a sentence; null: nothing. The counts are those of all
 * three headers together (page "Creating side conversations").
 */
export function sideLimit({ side }: Pick<DepartmentPolicy, 'side'>, people: readonly Party[]): string | null {
  if (people.length > side.maxRecipients) {
    return `A side conversation takes ${side.maxRecipients} people at most; this one would have ${people.length}: leave some out.`;
  }
  const outside = people.filter((person) => !isStaff(person)).length;
  if (outside <= side.maxExternal) return null;
  return `A side conversation takes ${side.maxExternal} people outside the team at most; this one would have ${outside}: leave some out.`;
}
