import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { v7 } from 'uuid';
import { passedOn, signed } from '../mail/stub-dns.ts';
import type { ScenarioDesk } from '../scenarios/scenario-desk.ts';
import { spoofedDesk, stageOf, type Mail, type Stage } from './stage.ts';
import { expectNothingChanged, whatAllMay } from './what-all-may.ts';

let desk: ScenarioDesk;
let stage: Stage;
beforeAll(async () => {
  desk = await spoofedDesk();
  stage = await stageOf(desk);
});
afterAll(() => desk.close());

type Ends = {
  status?: 'DONE' | 'SUSPENDED' | 'REJECTED';
  rule: string;
  confidence?: 'PROVEN' | 'LIKELY' | 'UNPROVEN';
  /** Where it is kept: an internal comment of the ticket, a ticket of its own, or neither. */
  kept: 'TICKET' | 'ELSEWHERE' | 'NOWHERE';
  warning?: string;
};

type Attack = [name: string, mail: (stage: Stage) => Mail | Promise<Mail>, ends: Ends];

const COMMANDS = '#public true\r\n#status solved\r\n#assignee mallory@evil.test\r\n#requester mallory@evil.test\r\nBye';
const forged: Ends = {
  rule: 'sender-unproven',
  confidence: 'UNPROVEN',
  kept: 'TICKET',
  warning: 'UNVERIFIED_SENDER',
};
const suspended: Ends = { status: 'SUSPENDED', rule: 'sender-unproven', confidence: 'UNPROVEN', kept: 'NOWHERE' };
const third: Ends = { rule: 'outsider-identified', kept: 'TICKET', warning: 'THIRD_PARTY_REPLY' };
const malformed: Ends = { status: 'SUSPENDED', rule: 'malformed', kept: 'NOWHERE' };
const answers = ({ known }: Stage) => [
  `In-Reply-To: ${known.messageId}`,
  `References: ${known.ritasMessageId} ${known.messageId}`,
];
const ownTicket: Ends = { rule: 'customer', confidence: 'PROVEN', kept: 'ELSEWHERE' };

const ATTACKS: readonly Attack[] = [
  // Forged From of an agent
  [
    'an agent whose domain enforces DMARC, at a known reply address, with commands',
    ({ address, known }) => ({ from: `Ada <${address('ada')}>`, to: known.olgasReplyAddress, text: COMMANDS }),
    forged,
  ],
  [
    'the same, who is the assignee, by headers alone',
    (s) => ({ from: s.address('ada'), headers: answers(s), text: COMMANDS, cc: 'mallory@evil.test' }),
    forged,
  ],
  [
    'the same, in a new mail with commands',
    ({ address }) => ({ from: address('ada'), subject: 'x', text: COMMANDS }),
    suspended,
  ],
  [
    'the same, with the envelope of their domain',
    ({ address, known }) => ({ from: address('ada'), to: known.olgasReplyAddress, envelopeFrom: address('ada') }),
    forged,
  ],
  [
    'the same, with results of its own making',
    ({ address, known }) => ({
      from: address('ada'),
      to: known.olgasReplyAddress,
      headers: ['Authentication-Results: copydesk; dmarc=pass header.from=bank.test', 'Received-SPF: pass'],
    }),
    forged,
  ],
  [
    'the same, signed by another domain',
    async (s) => ({
      raw: await signed(
        s.messageOf({ from: s.address('ada'), to: s.known.olgasReplyAddress, text: COMMANDS }),
        'evil.test',
      ),
      envelopeTo: s.known.olgasReplyAddress,
    }),
    forged,
  ],
  [
    'the same, sealed by somebody whom nobody trusts (ARC)',
    async (s) => ({
      raw: (
        await passedOn(
          await signed(
            s.messageOf({ from: 'm@evil.test', to: s.known.olgasReplyAddress, text: COMMANDS }),
            'evil.test',
          ),
          'forwarder.test',
          (raw) => raw.replace('From: m@evil.test', `From: ${s.address('ada')}`),
        )
      ).replaceAll('header.from=evil.test', 'header.from=bank.test'),
      envelopeTo: s.known.olgasReplyAddress,
    }),
    forged,
  ],
  [
    'the same, sealed by a trusted list that saw DMARC fail',
    async (s) => ({
      raw: await passedOn(s.messageOf({ from: s.address('ada'), to: s.known.olgasReplyAddress }), 'lists.test'),
      envelopeTo: s.known.olgasReplyAddress,
    }),
    forged,
  ],
  [
    'an agent whose domain says nothing, at a known reply address, with commands',
    ({ address, known }) => ({ from: address('gus'), to: known.olgasReplyAddress, text: COMMANDS }),
    { ...third, confidence: 'LIKELY' },
  ],
  [
    'the same, at their own reply address, which others have seen',
    ({ address, known }) => ({ from: address('gus'), to: known.gusReplyAddress, text: COMMANDS, cc: 'm@evil.test' }),
    { ...third, confidence: 'LIKELY' },
  ],
  [
    'the same, by headers alone',
    (s) => ({ from: s.address('gus'), headers: answers(s), text: COMMANDS }),
    { status: 'SUSPENDED', rule: 'outsider-unidentified', confidence: 'LIKELY', kept: 'NOWHERE' },
  ],
  [
    'an agent’s automatic reply',
    ({ address, known }) => ({
      from: address('gus'),
      to: known.gusReplyAddress,
      text: COMMANDS,
      headers: ['Auto-Submitted: auto-replied'],
    }),
    { rule: 'automatic-reply', kept: 'TICKET' },
  ],
  // Forged From of those who take part
  [
    'the requester, whose domain enforces DMARC, at their own reply address',
    ({ address, known }) => ({ from: address('rita'), to: known.ritasReplyAddress, cc: 'mallory@evil.test' }),
    forged,
  ],
  [
    'the requester, by headers alone',
    (s) => ({ from: s.address('rita'), headers: answers(s), cc: 'm@evil.test' }),
    forged,
  ],
  [
    'a CC, whose domain enforces DMARC, at a known reply address',
    ({ address, known }) => ({
      from: address('carl'),
      to: known.olgasReplyAddress,
      cc: `${address('rita')}, mallory@evil.test`,
    }),
    forged,
  ],
  [
    'the requester, by a From that others read otherwise',
    ({ address, known }) => ({ from: `"${address('rita')}" <mallory@evil.test>`, to: known.ritasReplyAddress }),
    { ...third, confidence: 'PROVEN' },
  ],
  [
    'the requester, by a From that is no address but in another charset',
    ({ address, known }) => ({
      from: `=?utf-8?q?${address('rita').replace('@', '=40')}?= <mallory@evil.test>`,
      to: known.ritasReplyAddress,
    }),
    { ...third, confidence: 'PROVEN' },
  ],
  [
    'the requester, by letters of another script',
    ({ address, known }) => ({
      from: address('rita').replace('bank.test', 'xn--bnk-6cd.test'),
      to: known.ritasReplyAddress,
    }),
    third,
  ],
  // More than one author, foreign Reply-To
  [
    'two From headers',
    ({ address, known }) => ({ headers: [`From: ${address('ada')}`], to: known.olgasReplyAddress, text: COMMANDS }),
    malformed,
  ],
  [
    'two From headers, one spelled strangely',
    ({ address, known }) => ({ headers: [`FROM : ${address('ada')}`], to: known.olgasReplyAddress }),
    malformed,
  ],
  [
    'two addresses in one From',
    ({ address, known }) => ({ from: `mallory@evil.test, ${address('ada')}`, to: known.olgasReplyAddress }),
    malformed,
  ],
  [
    'a group of two in From',
    ({ address, known }) => ({ from: `us: mallory@evil.test, ${address('ada')};`, to: known.olgasReplyAddress }),
    malformed,
  ],
  ['no From', ({ known }) => ({ from: '', to: known.olgasReplyAddress }), malformed],
  [
    'the desk’s own address in From',
    ({ department, known }) => ({ from: department.address, to: known.olgasReplyAddress }),
    malformed,
  ],
  [
    'an agent in Reply-To, at a known reply address',
    ({ address, known }) => ({ headers: [`Reply-To: ${address('ada')}`], to: known.olgasReplyAddress, text: COMMANDS }),
    forged,
  ],
  [
    'an agent in Reply-To, behind a customer',
    ({ address, known }) => ({
      headers: [`Reply-To: ${address('rita')}, ${address('ada')}`],
      to: known.olgasReplyAddress,
    }),
    forged,
  ],
  [
    'an agent in Reply-To of a new mail',
    ({ address }) => ({ headers: [`Reply-To: ${address('ada')}`], subject: 'x' }),
    suspended,
  ],
  [
    'the requester in Reply-To',
    ({ address, known }) => ({ headers: [`Reply-To: ${address('rita')}`], to: known.olgasReplyAddress }),
    { ...third, confidence: 'PROVEN' },
  ],
  // Strangers who hold what is valid
  [
    'somebody else’s reply address, in the attacker’s own name, with a friend in Cc',
    ({ known }) => ({ to: known.ritasReplyAddress, cc: 'friend@evil.test' }),
    { ...third, confidence: 'PROVEN' },
  ],
  [
    'the reply address of a CC who was removed, in their own name',
    ({ address, known }) => ({ from: address('olga'), to: known.olgasReplyAddress, cc: address('rita') }),
    third,
  ],
  [
    'a reply address in the quoted text',
    ({ known }) => ({ text: `Pay.\r\n\r\nOn Monday, the desk wrote:\r\n> mailto:${known.ritasReplyAddress}` }),
    { ...third, confidence: 'PROVEN' },
  ],
  [
    'Message-IDs of the ticket, in the attacker’s own name',
    (s) => ({ headers: answers(s), cc: s.address('rita') }),
    { status: 'SUSPENDED', rule: 'outsider-unidentified', confidence: 'PROVEN', kept: 'NOWHERE' },
  ],
  ['the number of the ticket', ({ number }) => ({ subject: `Re: [#${number}] Roof` }), ownTicket],
  // What was sent before, sent again
  [
    'the requester’s own mail, with a Cc added',
    async ({ known }) => ({ raw: `Cc: mallory@evil.test\r\n${known.ritasMail}`, envelopeTo: known.ritasReplyAddress }),
    { rule: '', kept: 'NOWHERE' },
  ],
  [
    'the requester’s own mail, with other words',
    ({ known }) => ({ raw: known.ritasMail.replace('still leaks', 'is dry'), envelopeTo: known.ritasReplyAddress }),
    forged,
  ],
  [
    'a Message-ID of the ticket, in the attacker’s own name',
    ({ known }) => ({ messageId: known.ritasMessageId, subject: 'x' }),
    ownTicket,
  ],
  [
    'a mail of an agent to somebody else, with another recipient and a Cc',
    async (s) => {
      const private_ = s.messageOf({
        from: s.address('ada'),
        to: 'mallory@evil.test',
        messageId: `<${v7()}@bank.test>`,
      });
      const raw = await signed(private_, 'bank.test', { headerList: 'From:Subject:Date:Message-ID' });
      return {
        raw: `Cc: mallory@evil.test\r\n${raw.replace('To: mallory@evil.test', `To: ${s.known.olgasReplyAddress}`)}`,
        envelopeTo: s.known.olgasReplyAddress,
      };
    },
    { ...third, confidence: 'LIKELY' },
  ],
];

describe('changes nobody’s access and shows nobody anything', () => {
  it.each(ATTACKS)('%s', async (_, mail, ends) => {
    const before = await whatAllMay(stage);
    const message = await stage.hand(await mail(stage));
    const isOwn = ends.kept === 'ELSEWHERE';
    const added = await expectNothingChanged(
      stage,
      before,
      isOwn ? ['mallory@evil.test'].slice(0, acknowledged(before)) : [],
    );
    expect(message.status).toBe(ends.status ?? 'DONE');
    expect(message.decision?.rule ?? '').toBe(ends.rule);
    if (ends.confidence) expect(message.confidence).toBe(ends.confidence);
    expect(added).toHaveLength(ends.kept === 'TICKET' ? 1 : 0);
    if (isOwn) expect(message.ticket_id).not.toBeNull();
    if (ends.kept === 'TICKET') {
      const warnings = await desk.desk.db
        .selectFrom('warning')
        .select('kind')
        .where('comment_id', '=', message.comment_id)
        .where('kind', '<>', 'LOOKALIKE_DOMAIN')
        .execute();
      expect(warnings).toEqual(ends.warning ? [{ kind: ends.warning }] : []);
    }
  });
});

/** Whoever opens a ticket is sent one acknowledgement within an hour, without a word of theirs. */
function acknowledged(before: { mails: number }): number {
  const earlier = desk.received.slice(0, before.mails).some(({ to }) => to.includes('mallory@evil.test'));
  return earlier ? 0 : 1;
}
