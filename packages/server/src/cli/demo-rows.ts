import { v7 } from 'uuid';

export type TicketRows = { tickets: object[]; comments: object[]; ccs: object[]; events: object[] };
type Pool = { departmentIds: readonly string[]; agentIds: readonly string[]; customerIds: readonly string[] };

const subjects = [
  'Invoice twice',
  'Damaged on arrival',
  'Change of address',
  'Refund',
  'Access to the portal',
  'Late delivery',
];
const sentences = [
  'Thank you for writing.',
  'I have looked at the order and found the cause.',
  'Could you send a photo of the label?',
  'The second parcel left our house this morning.',
  'Please keep my colleague in copy.',
  'We will be back with an answer tomorrow.',
];
const statuses = ['NEW', 'OPEN', 'OPEN', 'ANSWERED', 'ANSWERED', 'ON_HOLD', 'SOLVED', 'CLOSED'];
const days = 90;

/** Tickets `from`, `from` + 1, …: what they look like depends on their place alone, so that two desks are alike. */
export function makeTickets(given: Pool & { count: number; from: number }): TicketRows {
  const rows: TicketRows = { tickets: [], comments: [], ccs: [], events: [] };
  for (let place = given.from; place < given.from + given.count; place += 1) makeTicket(rows, place, given);
  return rows;
}

function makeTicket(rows: TicketRows, place: number, pool: Pool): void {
  const random = randomOf(place);
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
  const startedAt = Date.now() - Math.floor(random() * days * 86_400_000) - 86_400_000;
  const ticket = v7({ msecs: startedAt });
  const [requester, agent] = [pick(pool.customerIds), pick(pool.agentIds)];
  const status = pick(statuses);
  let [seq, publicSeq, comments, publicComments, at] = [0, 0, 0, 0, startedAt];
  const event = (type: string, isPublic: boolean, actor: string, data: object) => {
    seq += 1;
    if (isPublic) publicSeq += 1;
    const when = new Date(at).toISOString();
    rows.events.push({
      place: rows.events.length,
      ticket,
      seq,
      publicSeq: isPublic ? publicSeq : null,
      type,
      actor,
      at: when,
      data,
    });
  };
  event('ticket.created', true, requester, {});
  for (let left = 1 + Math.floor(random() * 7); left > 0; left -= 1) {
    const byAgent = comments > 0 && random() < 0.6;
    const isPublic = !byAgent || random() < 0.7;
    const id = v7({ msecs: at });
    const author = byAgent ? agent : requester;
    const body = Array.from({ length: 1 + Math.floor(random() * 5) }, () => pick(sentences)).join(' ');
    rows.comments.push({
      id,
      ticket,
      author,
      visibility: isPublic ? 'PUBLIC' : 'INTERNAL',
      body,
      at: new Date(at).toISOString(),
    });
    comments += 1;
    publicComments += isPublic ? 1 : 0;
    event('comment.added', isPublic, author, { commentId: id });
    at += 60_000 + Math.floor(random() * 7_200_000);
  }
  const copied = new Set(Array.from({ length: Math.floor(random() * 4) }, () => pick(pool.customerIds)));
  copied.delete(requester);
  for (const person of copied) {
    rows.ccs.push({ ticket, person, at: new Date(at).toISOString() });
    event('cc.added', true, requester, { personId: person });
  }
  rows.tickets.push({
    id: ticket,
    department: pick(pool.departmentIds),
    subject: `${pick(subjects)} ${place + 1}`,
    status,
    requester,
    assignee: status === 'NEW' ? null : agent,
    seq,
    publicSeq,
    comments,
    publicComments,
    at: new Date(startedAt).toISOString(),
    updated: new Date(at).toISOString(),
  });
}

/** Mulberry32: small, and the same everywhere. */
function randomOf(seed: number): () => number {
  let state = Math.imul(seed + 1, 0x9e3779b1);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
