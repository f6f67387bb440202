import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTicket } from '../../src/features/tickets/index.ts';
import { twoDesks, type Carried, type Handed, type Machine } from './two-desks.ts';

let desks: Awaited<ReturnType<typeof twoDesks>>;
beforeAll(async () => {
  desks = await twoDesks();
}, 60_000);
afterAll(() => desks.close());

const PROOF = 'Authentication-Results: mx.test; dmarc=pass (p=reject) header.from=';

/** A mail as a naive program writes it: new, by hand for all that its headers say. */
function written(
  from: string,
  to: string,
  { subject, text = 'I am away.', headers = '' }: Record<string, string>,
): Handed {
  const head = `From: ${from}\r\nTo: ${to}\r\nSubject: ${subject}\r\nMessage-ID: <${v7()}@naive.example>\r\n`;
  const proof = `${PROOF}${from.split('@')[1]}\r\n`;
  return { from, to, raw: Buffer.from(`${proof}${head}${headers}\r\n${text}\r\n`) };
}
const answerTo = (to: (carried: Carried) => string, thread: (carried: Carried) => string = () => ''): Machine =>
  function answer(carried) {
    const subject = `Re: ${carried.mail.subject}`;
    return [written(carried.to, to(carried), { subject, text: carried.mail.text ?? '', headers: thread(carried) })];
  };
const fromOf = ({ mail }: Carried) => mail.from?.address ?? '';
const replyToOf = ({ mail }: Carried) => mail.replyTo?.[0]?.address ?? '';
const threaded = ({ mail }: Carried) => `In-Reply-To: ${mail.messageId}\r\nReferences: ${mail.messageId}\r\n`;

/** Passes a mail on without the headers by which machines know each other. */
const stripped: Machine = ({ from, to, raw }) => {
  const [head = '', ...body] = raw.toString('latin1').split('\r\n\r\n');
  const kept = head.replaceAll(/^(?:auto-submitted|x-[\w-]+|precedence):.*\r\n(?:[ \t].*\r\n)*/gimu, '');
  return [{ from, to, raw: Buffer.from([kept, ...body].join('\r\n\r\n'), 'latin1') }];
};
/** As one who keeps nothing of it but the words. */
const retold: Machine = (carried) => [
  written(fromOf(carried), carried.to, { subject: carried.mail.subject ?? '', text: carried.mail.text ?? '' }),
];
const both =
  (...machines: Machine[]): Machine =>
  (carried) =>
    machines.flatMap((machine) => machine(carried));
const likely =
  (machine: Machine): Machine =>
  (carried) =>
    machine(carried).map((handed) => ({
      ...handed,
      raw: Buffer.from(handed.raw.toString('latin1').replace(new RegExp(`^${PROOF}.*\r\n`, 'u'), ''), 'latin1'),
    }));

const asItIs: Machine = ({ from, to, raw }) => [{ from, to, raw }];
const MACHINES: Record<string, Machine> = {
  'nothing but a mail server': asItIs,
  'a list server that takes headers away': stripped,
  'a gateway that writes every mail anew': retold,
  'an auto-responder that answers From in a new conversation': answerTo(fromOf),
  'an auto-responder that answers Reply-To': answerTo(replyToOf),
  'an auto-responder that answers Reply-To in the thread': answerTo(replyToOf, threaded),
  'an auto-responder that answers From in the thread': answerTo(fromOf, threaded),
  'an auto-responder that answers the envelope': answerTo(({ from }) => from),
  'an auto-responder with words of its own': (carried) => [
    written(carried.to, fromOf(carried), { subject: 'Thank you', text: `I am away. Case ${v7()}.` }),
  ],
  'an auto-responder that also passes the mail on': both(answerTo(fromOf), asItIs),
  'an auto-responder that answers thrice, and passes it on without its headers': both(
    answerTo(fromOf),
    answerTo(replyToOf),
    answerTo(fromOf, threaded),
    stripped,
    retold,
  ),
};

describe('two desks that face each other', { timeout: 60_000 }, () => {
  // Where nothing proves a sender they get less: the worst of them show it.
  const unsure = ['an auto-responder with words of its own', 'an auto-responder that answers thrice'];
  const asLikely = Object.entries(MACHINES).filter(([name]) => unsure.some((one) => name.startsWith(one)));
  it.each([
    ...Object.entries(MACHINES),
    ...asLikely.map(([name, machine]) => [`${name} and proves nothing`, likely(machine)] as const),
  ])('send two mails each at most, with %s between them', async (_, machine) => {
    desks.between(machine);
    const [here, there] = [await desks.a.department(), await desks.b.department()];
    await createTicket(desks.a.app.desk, here.agent, {
      departmentId: here.id,
      subject: 'Roof',
      body: 'It leaks.',
      visibility: 'PUBLIC',
      requester: { email: there.address },
    });
    await createTicket(desks.b.app.desk, there.agent, {
      departmentId: there.id,
      subject: 'Invoice',
      body: 'It is wrong.',
      visibility: 'PUBLIC',
      requester: { email: here.address },
    });
    await desks.quiet();
    const sent = [desks.carried.a.length, desks.carried.b.length];
    expect(Math.min(...sent)).toBeGreaterThan(0);
    const subjects = [...desks.carried.a, ...desks.carried.b].map(({ from, mail }) => `${from}: ${mail.subject}`);
    expect(Math.max(...sent), subjects.join('\n')).toBeLessThanOrEqual(2);
  });
});
