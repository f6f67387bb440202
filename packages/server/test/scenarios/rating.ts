import type { Data } from '../support/running-desk.ts';
import type { Who } from './cast.ts';
import type { Stage } from './stage.ts';

/** Follows the link in somebody's newest mail and sends the form; returns what the page says. */
export async function rateByLink(t: Stage, who: Who, score: 'GOOD' | 'BAD', comment = ''): Promise<string> {
  const link = /https?:\/\/[^/\s]+(\/rate\/[\w-]+)/u.exec(t.held(who).mail.text ?? '')?.[1];
  if (!link) throw new Error(`The mail asks ${who} for no rating.`);
  await t.about();
  const url = `${t.desk.baseUrl}${link}`;
  if ((await fetch(url)).status !== 200) throw new Error('The link leads nowhere.');
  const answer = await fetch(url, { method: 'POST', body: new URLSearchParams({ score, comment }) });
  await t.desk.settled();
  return /<h1>(.*)<\/h1>/u.exec(await answer.text())?.[1] ?? '';
}

/** Who of R and the CCs has said what about what, as somebody sees it. */
export async function ratingsOf(t: Stage, who: Who = 'Z'): Promise<string[]> {
  const { data } = await t.ask(
    who,
    `query($id: ID!) { ticket(id: $id) { ratings { person { id } occasion score comment } } }`,
    { id: t.ticketId },
  );
  const customers = ['R', 'C1', 'C2', 'C3'];
  const ids = await Promise.all(customers.map((one) => t.personId(one)));
  return data.ticket.ratings.map(({ person, occasion, score, comment }: Data) =>
    [customers[ids.indexOf(person.id)], occasion, score, comment].filter(Boolean).join(' '),
  );
}
