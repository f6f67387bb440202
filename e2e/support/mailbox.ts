import { mailPeer, type Received } from '../../packages/server/test/notifications/mail-peer.ts';
import type { Desk } from '../../packages/server/src/platform/desk.ts';

export type { Received };

/** The mailboxes of everybody outside, behind one real SMTP server. */
export async function mailboxes() {
  const peer = await mailPeer();
  const of = (address: string) => peer.received.filter(({ to }) => to.includes(address));
  return {
    url: peer.url,
    all: peer.received,
    of,
    close: peer.close,
    /** Waits until this many mails in all have come for the address; returns the newest. */
    async newest(address: string, count: number): Promise<Received> {
      while (of(address).length < count) await peer.next(1);
      return of(address)[count - 1] as Received;
    },
  };
}

/** Everything of a mail that its reader could find a name in. */
export function everythingIn({ mail }: Received): string {
  return JSON.stringify([mail.headers, mail.subject, mail.text, mail.html]);
}

/** Waits until nothing is on its way any more: all events are told, all mails handed over. */
export async function mailHasSettled({ db }: Desk): Promise<void> {
  const isOnItsWay = async () => {
    const events = db.selectFrom('event').select('id').orderBy('epoch', 'desc').orderBy('xid', 'desc');
    const last = await events.orderBy('id', 'desc').limit(1).executeTakeFirst();
    const consumers = await db.selectFrom('event_consumer').select('last_id').execute();
    const queued = await db.selectFrom('outbound_message').select('id').where('status', '=', 'QUEUED').execute();
    return queued.length > 0 || consumers.some(({ last_id }) => last_id !== last?.id);
  };
  while (await isOnItsWay());
}
