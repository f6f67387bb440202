import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { passedOn, signed } from '../mail/stub-dns.ts';
import type { ScenarioDesk } from '../scenarios/scenario-desk.ts';
import { spoofedDesk, stageOf, type Stage } from './stage.ts';
import { whatAllMay } from './what-all-may.ts';

let desk: ScenarioDesk;
beforeAll(async () => {
  desk = await spoofedDesk();
});
afterAll(() => desk.close());

const ofRita = (stage: Stage, more: object = {}) =>
  stage.messageOf({
    from: stage.address('rita'),
    text: 'Here are the photos.',
    messageId: `<${v7()}@bank.test>`,
    ...more,
  });
const commentOf = ({ comment_id: id }: { comment_id: string | null }) =>
  desk.desk.db
    .selectFrom('comment')
    .select(['visibility', 'ticket_id', 'author_id', 'not_copied', 'body_text'])
    .where('id', '=', id)
    .executeTakeFirst();
const peopleOn = async (stage: Stage) => (await whatAllMay(stage)).seen['ada'].ticket.ccs;

describe('a sender of a domain that says nothing', () => {
  it('comments in the requester’s name, and copies nobody by it: whoever left the ticket knows their reply address', async () => {
    const stage = await stageOf(desk, 'quiet.test');
    const before = await whatAllMay(stage);
    const message = await stage.hand({
      from: stage.address('rita'),
      to: stage.known.ritasReplyAddress,
      cc: `${stage.address('carl')}, ${stage.address('olga')}, friend@evil.test`,
      headers: [`In-Reply-To: ${stage.known.messageId}`],
    });
    expect(message).toMatchObject({ confidence: 'LIKELY', decision: { rule: 'customer' } });
    expect(message.confidence_reasons.join(' ')).toMatch(/takes no part in the ticket knows the reply address/u);
    const after = await whatAllMay(stage);
    expect(after.seen['ada'].ticket.ccs).toEqual(before.seen['ada'].ticket.ccs);
    expect(after.seen['olga'].ticket).toBeNull();
    const comment = await commentOf(message);
    expect(comment).toMatchObject({ visibility: 'PUBLIC' });
    expect(comment?.not_copied).toMatchObject([{ reason: 'SENDER_NOT_PROVEN' }, { reason: 'SENDER_NOT_PROVEN' }]);
    const sent = desk.received.slice(before.mails).flatMap(({ to }) => to);
    expect(sent).not.toContain(stage.address('olga'));
    expect(sent).not.toContain('friend@evil.test');
  });

  it('drops nobody in a CC’s name', async () => {
    const stage = await stageOf(desk);
    const before = await peopleOn(stage);
    const message = await stage.hand({
      from: stage.address('quinn'),
      to: stage.known.olgasReplyAddress,
      cc: stage.address('rita'),
      headers: [`In-Reply-To: ${stage.known.ritasMessageId}`, `References: ${stage.known.ritasMessageId}`],
    });
    expect(message).toMatchObject({ confidence: 'LIKELY', decision: { rule: 'customer' } });
    expect(await peopleOn(stage)).toEqual(before);
  });
});

describe('what an attacker sends first, or again', () => {
  it('does not keep the real mail out, and draws no answers', async () => {
    const stage = await stageOf(desk);
    const raw = ofRita(stage, { headers: [`In-Reply-To: ${stage.known.ritasMessageId}`] });
    const forged = await stage.hand({ raw });
    expect(forged).toMatchObject({ confidence: 'UNPROVEN', status: 'DONE' });
    const real = await stage.hand({ raw: await signed(raw, 'bank.test') });
    expect(real).toMatchObject({ confidence: 'PROVEN', status: 'DONE', suspended_by: null });
    expect(await commentOf(real)).toMatchObject({ visibility: 'PUBLIC', author_id: stage.people.rita.id });
    // Another copy is one too many.
    expect(await stage.hand({ raw: `X-Copy: 1\r\n${await signed(raw, 'bank.test')}` })).toMatchObject({
      suspended_by: 'duplicate',
      comment_id: real.comment_id,
    });
    // Mallory opens a ticket with the Message-ID of Rita's mail: Ada's answer to that mail stays with Rita's.
    const mallorys = await stage.hand({ messageId: stage.known.ritasMessageId, subject: 'Mine', text: 'Tell me.' });
    expect(mallorys.ticket_id).not.toBe(real.ticket_id);
    const answer = stage.messageOf({
      from: stage.address('ada'),
      headers: [`In-Reply-To: ${stage.known.ritasMessageId}`],
      text: 'We pay the excess.',
      messageId: `<${v7()}@bank.test>`,
    });
    expect((await stage.hand({ raw: await signed(answer, 'bank.test') })).ticket_id).toBe(real.ticket_id);
  });

  it('finds nothing by Outlook’s Thread-Index but for those who take part', async () => {
    const stage = await stageOf(desk);
    const threadIndex = (more: number) =>
      `Thread-Index: ${Buffer.concat([conversation, Buffer.alloc(more)]).toString('base64')}`;
    const conversation = Buffer.from(v7().replaceAll('-', '').padEnd(44, '7'), 'hex');
    const first = ofRita(stage, { to: stage.known.ritasReplyAddress, headers: [threadIndex(0)] });
    const found = await stage.hand({
      raw: await signed(first, 'bank.test'),
      envelopeTo: stage.known.ritasReplyAddress,
    });
    const stranger = await stage.hand({ subject: 'x', headers: [threadIndex(5)] });
    expect(stranger.ticket_id).not.toBe(found.ticket_id);
    expect(stranger).toMatchObject({ status: 'DONE', decision: { rule: 'customer' } });
    const carls = stage.messageOf({
      from: stage.address('carl'),
      headers: [threadIndex(5)],
      messageId: `<${v7()}@bank.test>`,
    });
    const all = 'From:To:Subject:Thread-Index';
    const carl = await stage.hand({ raw: await signed(carls, 'bank.test', { headerList: all }) });
    expect(carl).toMatchObject({ ticket_id: found.ticket_id, confidence: 'PROVEN' });
  });
});

describe('a list that the desk trusts', () => {
  it('passes on what it changed, and says so in the reasons', async () => {
    const stage = await stageOf(desk);
    const raw = await signed(ofRita(stage, { to: stage.known.ritasReplyAddress }), 'bank.test');
    const listed = await passedOn(raw, 'lists.test', (text) => `${text}-- \r\nTo leave the list: …\r\n`);
    const message = await stage.hand({ raw: listed, envelopeTo: stage.known.ritasReplyAddress });
    expect(message).toMatchObject({
      confidence: 'PROVEN',
      authentication: { dmarc: 'fail', dmarcPolicy: 'reject', arcSealer: 'lists.test' },
    });
    expect(message.confidence_reasons[0]).toMatch(/DMARC failed on the way, but lists\.test/u);
    const { data } = await desk.ask(
      stage.people.ada,
      'query($id: ID!) { ticket(id: $id) { comments(last: 1) { edges { node { confidence confidenceReasons } } } } }',
      { id: stage.ticketId },
    );
    expect(data.ticket.comments.edges[0].node).toEqual({
      confidence: 'PROVEN',
      confidenceReasons: message.confidence_reasons,
    });
  });
});

describe('a domain that is taken for another', () => {
  const warningsOn = (ticketId: string | null) =>
    desk.desk.db
      .selectFrom('warning')
      .select(['kind', 'message'])
      .where('ticket_id', '=', ticketId)
      .orderBy('id')
      .execute();

  it('is warned of when a ticket is opened from it: what it is, what it looks like', async () => {
    const stage = await stageOf(desk);
    const message = await stage.hand({ from: 'rita@xn--bnk-6cd.test', subject: 'New account', text: 'Pay here.' });
    const says = 'xn--bnk-6cd.test mixes Latin and Cyrillic letters, looks like bank.test, which is another domain.';
    expect(await warningsOn(message.ticket_id)).toEqual([
      { kind: 'LOOKALIKE_DOMAIN', message: `Look closely at rita@xn--bnk-6cd.test: ${says}` },
    ]);
    expect(message.confidence_reasons.at(-1)).toContain(says);
    const again = await stage.hand({ from: 'rita@xn--bnk-6cd.test', headers: [`In-Reply-To: ${message.message_id}`] });
    expect(again.ticket_id).toBe(message.ticket_id);
    expect(await warningsOn(message.ticket_id)).toHaveLength(1);
  });

  it.each([
    ['claims@desk.exarnple.com', 'desk.exarnple.com', 'desk.example.com'],
    ['ann@exarnple.com', 'exarnple.com', 'example.com'],
    ['ann@mail.xn--bnk-6cd.test', 'mail.xn--bnk-6cd.test mixes Latin and Cyrillic letters,', 'bank.test'],
  ])('is warned of where it is copied, and when it looks like the desk’s own: %s', async (cc, domain, other) => {
    const stage = await stageOf(desk);
    const message = await stage.hand({ from: stage.address('quinn'), subject: 'New', cc });
    expect(await warningsOn(message.ticket_id)).toEqual([
      {
        kind: 'LOOKALIKE_DOMAIN',
        message: `Look closely at ${cc}: ${domain} looks like ${other}, which is another domain.`,
      },
    ]);
  });
});
