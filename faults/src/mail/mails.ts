/** OPENS: of somebody new, and so a new ticket. ANSWERS: the requester writes again. THIRD_PARTY: somebody else does. */
export type Kind = 'OPENS' | 'ANSWERS' | 'THIRD_PARTY';
export type Mail = { number: number; kind: Kind; from: string; to: string; text: string };

/** Finds a mail's number again in whatever was made of it; the group is the number. As JavaScript and PostgreSQL know it. */
export const NUMBER = 'mail-no-(\\d+)-end';

/** So many mails answer each ticket that is answered: below the desk's own limits against loops. */
const ANSWERS_EACH = 16;

/** The tickets that are answered in an intake of so many mails, opened before it. */
export function planOpening(count: number, to: string): Mail[] {
  const tickets = Math.ceil(count / 2 / ANSWERS_EACH) + 1;
  return Array.from({ length: tickets }, (_, number) => mailOf(number, 'OPENS', { to, answered: null }));
}

/**
 * One mail of each kind, and the intake: half of it opens tickets, the others answer some. `replyTo`: by the number of the
 * mail that opened a ticket, the address that its requester was given, which strangers use too. The same mail is the same
 * bytes whenever it is sent.
 */
export function planIntake(count: number, to: string, replyTo: readonly string[]): { samples: Mail[]; intake: Mail[] } {
  const kinds: readonly Kind[] = ['OPENS', 'ANSWERS', 'OPENS', 'THIRD_PARTY'];
  const make = (number: number, kind: Kind): Mail => {
    // Of every four one answers and one is a stranger's: so the tickets take turns.
    const answered = Math.floor(number / kinds.length) % replyTo.length;
    if (kind === 'OPENS') return mailOf(number, kind, { to, answered: null });
    return mailOf(number, kind, { to: kind === 'ANSWERS' ? to : replyTo[answered]!, answered });
  };
  const samples = [...new Set(kinds)].map((kind, index) => make(replyTo.length + index, kind));
  const first = replyTo.length + samples.length;
  const intake = Array.from({ length: count }, (_, index) => make(first + index, kinds[index % kinds.length]!));
  return { samples, intake };
}

function mailOf(number: number, kind: Kind, { to, answered }: { to: string; answered: number | null }): Mail {
  const from = `sender-${kind === 'ANSWERS' ? answered : number}@customers.example`;
  return { number, kind, from, to, text: textOf({ number, from, to, answered }) };
}

const messageId = (number: number) => `<mail-${number}@customers.example>`;

function textOf({ number, from, to, answered }: { number: number; from: string; to: string; answered: number | null }) {
  return [
    `Received: from mail.customers.example (192.0.2.${number % 250}) by mx.example.net with ESMTPS id ${number}`,
    `From: Customer ${number} <${from}>`,
    `To: Support <${to}>`,
    `Subject: ${answered === null ? '' : 'Re: '}An order that did not come`,
    `Message-ID: ${messageId(number)}`,
    ...(answered === null ? [] : [`In-Reply-To: ${messageId(answered)}`, `References: ${messageId(answered)}`]),
    'Date: Sun, 22 Nov 2026 10:00:00 +0000',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    '',
    `mail-no-${number}-end`,
    'It was to come on Monday, and it has not come yet. Where is it, please?',
    '',
  ].join('\r\n');
}
