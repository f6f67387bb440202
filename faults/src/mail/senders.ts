import { setTimeout as delay } from 'node:timers/promises';
import { SmtpClient } from '@copydesk/bench/src/smtp-client.ts';
import type { SupervisedDesk } from '../desk/supervised-desk.ts';
import type { Mail } from './mails.ts';

export type Intake = {
  /** Numbers of mails that were answered with 250. */
  acknowledged: Set<number>;
  /** Sent again, because nobody had said 250. */
  retried: number;
  /** Answers of the desk that asked for another try: how often each came. */
  answers: Record<string, number>;
  /** What the desk said to mails that it refused for good (5xx): nobody sends them again. */
  refused: string[];
  /** Resolves when all mails are acknowledged or refused. */
  done: Promise<void>;
  /** No further mail is begun. */
  end(): void;
};

const SENDERS = 16;
const PATIENCE = 30_000;

/**
 * Sends mails over several connections at once. Each is sent again until it is answered with 250, as a mail server does, and
 * then forgotten. A sender that gets no answer for half a minute has lost its connection.
 */
export function startIntake(desk: SupervisedDesk, mails: readonly Mail[]): Intake {
  const waiting = mails[Symbol.iterator]();
  let over = false;
  const intake: Intake = {
    acknowledged: new Set(),
    retried: 0,
    answers: {},
    refused: [],
    done: Promise.resolve(),
    end: () => (over = true),
  };
  const send = async () => {
    let client: SmtpClient | null = null;
    let port: number | null = null;
    for (const mail of waiting) {
      if (over) break;
      while (!intake.acknowledged.has(mail.number)) {
        try {
          const at = (await desk.up()).smtpPort!;
          if (client === null || port !== at) {
            client?.close();
            client = await inTime(SmtpClient.open(at));
            port = at;
          }
          await Promise.race([inTime(client.send(mail.from, mail.to, mail.text)), lost(desk)]);
          intake.acknowledged.add(mail.number);
        } catch (error) {
          const said = /answered: (\d{3})/u.exec(String(error))?.[1];
          if (said?.startsWith('5')) {
            intake.refused.push(`${mail.number}: ${(error as Error).message}`);
            client?.close();
            client = null;
            break;
          }
          if (said !== undefined) intake.answers[said] = (intake.answers[said] ?? 0) + 1;
          intake.retried += 1;
          client?.close();
          client = null;
          await delay(20);
        }
      }
    }
    client?.close();
  };
  intake.done = Promise.all(Array.from({ length: SENDERS }, send)).then(() => undefined);
  return intake;
}

/** What is on its way when a process dies was acknowledged if its answer still came: it is read first. */
async function lost(desk: SupervisedDesk): Promise<never> {
  await desk.gone();
  await delay(50);
  throw new Error('The desk has gone.');
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  const late = new AbortController();
  try {
    return await Promise.race([
      work,
      delay(PATIENCE, null, { signal: late.signal }).then(() => Promise.reject(new Error('No answer.'))),
    ]);
  } finally {
    late.abort();
  }
}
