import type { Data } from '../support/running-desk.ts';
import type { Who } from './cast.ts';
import type { Stage } from './stage.ts';

export type SideWritten = { subject?: string; body?: string; to?: Who[]; cc?: Who[]; bcc?: Who[]; remove?: Who[] };

const inputs = (t: Stage, people: Who[] | undefined) =>
  people?.map((who) => {
    const id = t.actorId(who);
    return id ? { id: Buffer.from(`Person:${id}`).toString('base64url') } : { email: t.address(who) };
  });

const recipients = (t: Stage, { to, cc, bcc }: SideWritten) => ({
  to: inputs(t, to),
  cc: inputs(t, cc),
  bcc: inputs(t, bcc),
});

/** An agent starts a side conversation on the ticket; the codes of the refusal. */
export function startSide(t: Stage, who: Who, written: SideWritten): Promise<string[]> {
  const { subject = 'A second opinion', body = 'What do you think?' } = written;
  const input = { ticketId: t.ticketId, subject, body, ...recipients(t, written) };
  return t.mutate(who, 'startSideConversation', input);
}

/** An agent writes to everybody in the ticket's newest side conversation. */
export async function replySide(t: Stage, who: Who, body: string, written: SideWritten = {}): Promise<string[]> {
  const { id } = await side(t);
  const removePersonIds = await Promise.all((written.remove ?? []).map((one) => t.personId(one)));
  const input = { sideConversationId: id, body, ...recipients(t, written), removePersonIds };
  return t.mutate(who, 'replyToSideConversation', input);
}

export async function changeSide(t: Stage, who: Who, change: object): Promise<string[]> {
  const { id } = await side(t);
  return t.mutate(who, 'changeSideConversation', { sideConversationId: id, ...change });
}

const SIDES = `query($id: ID!) { ticket(id: $id) { sideConversations { id subject state createdBy { name }
  participants { header address person { name role } }
  messages(first: 20) { totalCount edges { node { bodyText via flags author { name addresses } decision { rule outcome }
    recipients { header address } deliveries { header address state } } } } } } }`;

/** The ticket's side conversations as somebody sees them; null: the ticket is not theirs to see. */
export async function sides(t: Stage, who: Who = 'Z'): Promise<Data[] | null> {
  const { data, errors } = await t.ask(who, SIDES, { id: t.ticketId });
  if (errors) throw new Error(JSON.stringify(errors));
  return data.ticket && data.ticket.sideConversations;
}

/** The newest one. */
export async function side(t: Stage, who: Who = 'Z'): Promise<Data> {
  return (await sides(t, who))!.at(-1);
}

/** "BCC bob", in the order of their names. */
export async function standing(t: Stage, who: Who = 'Z'): Promise<string[]> {
  const { participants } = await side(t, who);
  return participants.map(({ header, address }: Data) => `${header} ${t.name(address)}`).toSorted();
}

/** Its messages: "bob: text". */
export async function said(t: Stage): Promise<string[]> {
  const { messages } = await side(t);
  return messages.edges.map(({ node }: Data) => `${t.name(node.author?.addresses[0] ?? '')}: ${node.bodyText}`);
}
