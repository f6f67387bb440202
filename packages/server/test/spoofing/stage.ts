import { v7 } from 'uuid';
import { globalId } from '../../src/platform/graphql/ids.ts';
import type { Viewer } from '../../src/platform/viewer.ts';
import { signed, stub } from '../mail/stub-dns.ts';
import { scenarioDesk, type ScenarioDesk } from '../scenarios/scenario-desk.ts';
import { aDepartment, aPerson } from '../support/people.ts';

/** A desk that asks the stub DNS who sent a mail, and trusts lists.test to pass mail on. */
export const spoofedDesk = (): Promise<ScenarioDesk> => scenarioDesk({ TRUSTED_ARC_SEALERS: 'lists.test' }, stub);

/**
 * Rita and Carl are customers of bank.test, Ada is an agent there: what their domain did not send is to be rejected.
 * Quinn (a CC) and Gus (an agent) are of quiet.test, which says nothing. Olga was a CC until Ada removed her: she has seen
 * everything that CCs see, Rita's and Gus' own reply addresses as well. Zoe is an agent of another department.
 */
export const CAST = ['rita', 'carl', 'quinn', 'olga', 'ada', 'gus', 'zoe'] as const;
export type Who = (typeof CAST)[number];
const DOMAIN: Readonly<Record<Who, string>> = {
  rita: 'bank.test',
  carl: 'bank.test',
  ada: 'bank.test',
  zoe: 'bank.test',
  quinn: 'quiet.test',
  gus: 'quiet.test',
  olga: 'quiet.test',
};

export type Mail = {
  from?: string;
  to?: string;
  cc?: string;
  subject?: string;
  text?: string;
  messageId?: string;
  /** Further header lines. */
  headers?: readonly string[];
  /** Where it goes; To unless said otherwise. */
  envelopeTo?: string;
  envelopeFrom?: string;
  /** The whole message, in place of all that. */
  raw?: string;
};

/** What the attacker has seen, and the people that they attack. */
export type Stage = Awaited<ReturnType<typeof stageOf>>;

const HIDDEN = 'the secret excess';

/** A ticket of Rita's with Carl and Quinn as CCs, in which everybody has written. */
export async function stageOf(desk: ScenarioDesk, ritasDomain = DOMAIN.rita) {
  const suffix = v7().slice(-8);
  const department = await aDepartment(desk.desk, { slug: `claims-${suffix}` });
  const elsewhere = await aDepartment(desk.desk, { slug: `other-${suffix}` });
  const people = {} as Record<Who, Viewer>;
  for (const who of CAST) {
    const staff = who === 'ada' || who === 'gus' || who === 'zoe';
    people[who] = await aPerson(desk.desk, {
      name: who,
      role: staff ? 'AGENT' : 'END_USER',
      departmentIds: staff ? [(who === 'zoe' ? elsewhere : department).id] : [],
      address: `${who}-${suffix}@${who === 'rita' ? ritasDomain : DOMAIN[who]}`,
    });
  }
  const address = (who: Who) => people[who].address ?? '';
  const mutate = async (who: Who, name: string, type: string, input: object) => {
    const query = `mutation($input: ${type}!) { result: ${name}(input: $input) { errors { message } } }`;
    const { data, errors } = await desk.ask(people[who], query, { input });
    if (errors || data.result.errors.length > 0) throw new Error(JSON.stringify(errors ?? data.result.errors));
    await desk.settled();
  };
  const person = (who: Who) => ({ id: globalId('Person', people[who].id) });
  const opened = await desk.ask(
    people.ada,
    `mutation($input: CreateTicketInput!) { createTicket(input: $input) { ticket { id } errors { message } } }`,
    {
      input: {
        departmentId: globalId('Department', department.id),
        subject: 'Roof claim',
        body: 'Your claim has arrived.',
        visibility: 'PUBLIC',
        requester: person('rita'),
        ccs: [person('carl'), person('quinn'), person('olga')],
        assigneeId: person('ada').id,
      },
    },
  );
  const ticketId: string = opened.data.createTicket.ticket.id;
  await desk.settled();
  await mutate('ada', 'addComment', 'AddCommentInput', { ticketId, body: `Note: ${HIDDEN}.`, visibility: 'INTERNAL' });
  await mutate('ada', 'addFollowers', 'AddFollowersInput', { ticketId, personIds: [person('gus').id] });
  await mutate('ada', 'addComment', 'AddCommentInput', { ticketId, body: 'We look at it.', visibility: 'PUBLIC' });

  /** The newest mail that the desk sent to somebody. */
  const held = (who: Who) => {
    const mail = desk.received.findLast(({ to }) => to.includes(address(who)));
    if (!mail) throw new Error(`${who} has no mail.`);
    return { messageId: mail.mail.messageId ?? '', replyAddress: mail.mail.replyTo?.[0]?.address ?? '' };
  };
  const messageOf = (given: Mail): string => {
    const {
      from = 'mallory@evil.test',
      to = department.address,
      subject = 'Re: Roof claim',
      text = 'Pay at once.',
    } = given;
    const lines = [
      ...(from === '' ? [] : [`From: ${from}`]),
      `To: ${to}`,
      ...(given.cc ? [`Cc: ${given.cc}`] : []),
      `Subject: ${subject}`,
      'Date: Sun, 22 Nov 2026 08:00:00 +0000',
      `Message-ID: ${given.messageId ?? `<${v7()}@evil.test>`}`,
      ...(given.headers ?? []),
    ];
    return `${lines.join('\r\n')}\r\n\r\n${text}\r\n`;
  };
  /** Hands a mail over as Mallory's server does, and says what became of it. */
  const hand = async (given: Mail) => {
    const id = await desk.hand({
      raw: given.raw ?? messageOf(given),
      envelope: {
        from: given.envelopeFrom ?? 'bounces@evil.test',
        to: given.envelopeTo ?? given.to ?? department.address,
      },
    });
    await desk.settled();
    return desk.desk.db.selectFrom('inbound_message').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  };

  // Rita and Gus answer all: whoever is on the ticket sees the addresses that they answer to.
  const ritas = messageOf({
    from: `Rita <${address('rita')}>`,
    to: held('rita').replyAddress,
    cc: [address('carl'), address('quinn'), address('olga')].join(', '),
    text: 'It still leaks.',
    messageId: `<${v7()}@bank.test>`,
    headers: [`In-Reply-To: ${held('rita').messageId}`, `References: ${held('rita').messageId}`],
  });
  const genuine = ritasDomain === 'bank.test' ? await signed(ritas, 'bank.test') : ritas;
  await hand({ raw: genuine, envelopeTo: held('rita').replyAddress });
  await hand({
    from: `Gus <${address('gus')}>`,
    to: held('gus').replyAddress,
    cc: address('olga'),
    text: 'Olga, please wait.',
  });
  const known = {
    messageId: held('olga').messageId,
    ritasMessageId: /^Message-ID: (.*)\r$/mu.exec(ritas)?.[1] ?? '',
    olgasReplyAddress: held('olga').replyAddress,
    ritasReplyAddress: held('rita').replyAddress,
    gusReplyAddress: held('gus').replyAddress,
    ritasMail: genuine,
  };
  await mutate('ada', 'removeCcs', 'RemoveCcsInput', { ticketId, personIds: [person('olga').id] });
  const ticket = await desk.ask(people.ada, 'query($id: ID!) { ticket(id: $id) { number } }', { id: ticketId });
  const number: number = ticket.data.ticket.number;
  return { desk, department, people, address, ticketId, number, known, messageOf, hand, mutate, person };
}
