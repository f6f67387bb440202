import { setTimeout as delay } from 'node:timers/promises';
import { ask } from '../desk/ask.ts';
import type { Prepared } from '../desk/prepare.ts';
import type { SupervisedDesk } from '../desk/supervised-desk.ts';
import { post } from '../live/live-desk.ts';

export type Posters = {
  ticketId: string;
  /** Texts of the comments whose posting was answered. */
  posted: Set<string>;
  /** What the API said to a post that failed, and how often. */
  refusals: Map<string, number>;
  stop(): Promise<void>;
};

const POSTERS = 4;
const PAUSE = 20;
const AGAIN = 250;

/** Agents who post one note after the other on a ticket of their own, each again under its key until it is answered. */
export async function startPosters(desk: SupervisedDesk, { agents, departmentId }: Prepared): Promise<Posters> {
  const who = async () => ({ url: (await desk.up()).url!, token: agents[0]!.token });
  const input = { departmentId, subject: 'What the team says meanwhile', body: 'The first.', visibility: 'INTERNAL' };
  const { ticket } = await ask<{ ticket: { id: string } }>(await who(), CREATE, { input });
  const posters = { ticketId: ticket.id, posted: new Set<string>(), refusals: new Map<string, number>() };
  let over = false;
  const work = async (poster: number) => {
    for (let number = 0; !over; number += 1) {
      const clientKey = `note-${poster}-${number}`;
      while (!posters.posted.has(clientKey)) {
        try {
          await post(await who(), { ticketId: ticket.id, body: clientKey, clientKey });
          posters.posted.add(clientKey);
          await delay(PAUSE);
        } catch (error) {
          const { message } = error as Error;
          posters.refusals.set(message, (posters.refusals.get(message) ?? 0) + 1);
          await delay(AGAIN);
        }
      }
    }
  };
  const working = Array.from({ length: POSTERS }, (_, poster) => work(poster));
  return {
    ...posters,
    async stop() {
      over = true;
      await Promise.all(working);
    },
  };
}

const CREATE =
  'mutation ($input: CreateTicketInput!) { createTicket(input: $input) { ticket { id } errors { code message } } }';
