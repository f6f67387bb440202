import { registerHooks } from 'node:module';

/** A line of the desk and what stands in its place. `file`: below packages/server/src. */
type Change = { file: string; line: string; instead: string };

/** `fault`: the run that must find it. `postgres`: settings of PostgreSQL that are wrong. */
export type BrokenBuild = {
  fault: string;
  says: string;
  changes: readonly Change[];
  postgres?: Record<string, string>;
};

const withoutXmin: Change = {
  file: 'platform/events/log.ts',
  line: 'sql<boolean>`(epoch < ${epoch} or xid < pg_snapshot_xmin(pg_current_snapshot()))`;',
  instead: 'sql<boolean>`(epoch <= ${epoch})`;',
};

/** Desks that break a promise on purpose: a fault's run that stays green with one of its own proves nothing. */
export const brokenBuilds: Readonly<Record<string, BrokenBuild>> = {
  'early-250': {
    fault: 'mail-kill',
    says: '250 is said before the mail is committed',
    changes: [
      {
        file: 'platform/mail/smtp-in/smtp-server.ts',
        line: `return asOperation('SMTP mail', () => store(mail)).catch(`,
        instead: `setTimeout(() => void store(mail).catch(() => {}), 300); return { id: 'soon' }; asOperation('SMTP mail', () => store(mail)).catch(`,
      },
    ],
  },
  'mails-doubled': {
    fault: 'mail-kill',
    says: 'a mail that is sent again is a new one',
    changes: [
      {
        file: 'features/inbound/receive-raw-mail.ts',
        line: `.update(JSON.stringify([from, to, rawHash]))`,
        instead: `.update(JSON.stringify([from, to, rawHash, Math.random()]))`,
      },
      {
        file: 'features/inbound/apply-messages.ts',
        line: `if (held !== 'FREE' && repeats(held, decided)) {`,
        instead: `if (held !== 'FREE' && repeats(held, decided) && false) {`,
      },
    ],
  },
  'jobs-forgotten': {
    fault: 'mail-kill',
    says: 'the job of a mail is sent after the commit, and no sweep looks for what has none',
    changes: [
      {
        file: 'features/inbound/receive-raw-mail.ts',
        line: `await desk.jobs.sendAll('inbound.process', news, trx);`,
        instead: '',
      },
      {
        file: 'features/inbound/receive-raw-mail.ts',
        line: `if ([...ids.values()].some(({ isNew }) => isNew)) desk.jobs.nudge('inbound.process');`,
        instead: `const late = [...ids.values()].filter(({ isNew }) => isNew).map(({ id }) => ({ inboundMessageId: id })); void desk.jobs.sendAll('inbound.process', late).then(() => desk.jobs.nudge('inbound.process'));`,
      },
      {
        file: 'features/inbound/inbound-jobs.ts',
        line: `.where('status', '=', 'RECEIVED')`,
        instead: `.where('status', '=', 'FAILED')`,
      },
    ],
  },
  'new-message-ids': {
    fault: 'mail-kill',
    says: 'a mail that is sent out again has another Message-ID',
    changes: [
      {
        file: 'features/notifications/deliver-message.ts',
        line: `messageId: row.message_id,`,
        instead: `messageId: row.message_id.replace('@', '.' + process.pid + '@'),`,
      },
    ],
  },
  'no-replay': {
    fault: 'subscribe-race',
    says: 'a subscription begins with what comes next, whatever the subscriber has seen',
    changes: [
      {
        file: 'platform/events/topic.ts',
        line: `if (whole && !page.full && this.#isThere(subscriber)) subscriber.phase = 'LIVE';`,
        instead: `if (whole) subscriber.phase = 'LIVE';`,
      },
      {
        file: 'platform/events/ticket-topic.ts',
        line: `return b === a + 1;`,
        instead: `return true;`,
      },
      {
        file: 'platform/events/ticket-topic.ts',
        line: `const events = from === null ? [] : await readTicketLog`,
        instead: `const events = from !== undefined ? [] : await readTicketLog`,
      },
    ],
  },
  'cursor-without-xmin': {
    fault: 'live-drops',
    says: 'a cursor passes rows while earlier ones are still being committed',
    changes: [withoutXmin],
  },
  'buffers-without-limit': {
    fault: 'frozen-clients',
    says: 'what a reader leaves unread is kept for them alone, however much it is',
    changes: [
      {
        file: 'platform/events/connection.ts',
        line: `writeFrame(this.#stream, head, shared);`,
        instead: `writeFrame(this.#stream, head, Buffer.from(shared));`,
      },
      {
        file: 'platform/events/connection.ts',
        line: `if (this.#socket.bufferedAmount > this.#maxUnread)`,
        instead: `if (this.#socket.bufferedAmount > 2 ** 40)`,
      },
    ],
  },
  'log-without-xmin': {
    fault: 'event-order',
    says: 'a reader passes events while earlier ones are still being committed',
    changes: [withoutXmin],
  },
  'log-by-text': {
    fault: 'event-order',
    says: 'the log is ordered by its numbers as they are written',
    changes: [
      {
        file: 'platform/events/log.ts',
        line: 'const order = sql`event.epoch, event.xid, event.id`;',
        instead: 'const order = sql`event.epoch, event.xid::text, event.id`;',
      },
    ],
  },
  'full-disk-250': {
    fault: 'disk-full',
    says: 'a mail that could not be stored is answered with 250',
    changes: [
      {
        file: 'platform/mail/smtp-in/smtp-server.ts',
        line: `throw new SmtpRefusal(451, 'The message could not be stored right now, please try again later');`,
        instead: `return { id: 'nowhere' };`,
      },
    ],
  },
  'full-disk-refused': {
    fault: 'disk-full',
    says: 'a mail that could not be stored is refused for good',
    changes: [
      {
        file: 'platform/mail/smtp-in/smtp-server.ts',
        line: `throw new SmtpRefusal(451, 'The message could not be stored right now, please try again later');`,
        instead: `throw new SmtpRefusal(554, 'The message could not be stored');`,
      },
    ],
  },
  'unrecorded-sent-again': {
    fault: 'disk-full',
    says: 'a mail that the peer has taken is sent again until that can be recorded',
    changes: [
      {
        file: 'features/notifications/deliver-message.ts',
        line: `taken.set(id, result.state);`,
        instead: '',
      },
    ],
  },
  'restart-cuts': {
    fault: 'rolling-restart',
    says: 'a stop cuts requests that are under way, and a client’s key is forgotten',
    changes: [
      {
        file: 'app.ts',
        line: `await live.drain();`,
        instead: `http.server.closeAllConnections(); await live.drain();`,
      },
      {
        file: 'features/comments/add-comment.ts',
        line: `clientKey: input.clientKey ?? null,`,
        instead: `clientKey: null,`,
      },
    ],
  },
  'commits-not-kept': {
    fault: 'postgres-kill',
    says: 'PostgreSQL answers a commit before it is on the disk (synchronous_commit = off)',
    changes: [],
    postgres: { synchronous_commit: 'off', wal_writer_delay: '10s', wal_writer_flush_after: '100MB' },
  },
};

/** To be called before the desk is imported. @throws when a line is not there (any more). */
export function breakBuild(name: string): void {
  const changes = brokenBuilds[name]?.changes;
  if (!changes) throw new Error(`There is no broken build "${name}".`);
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      const own = changes.filter(({ file }) => url.endsWith(`/packages/server/src/${file}`));
      if (own.length === 0) return loaded;
      let source = String(typeof loaded.source === 'string' ? loaded.source : Buffer.from(loaded.source as Uint8Array));
      for (const { file, line, instead } of own) {
        if (source.split(line).length !== 2) throw new Error(`The broken build ${name} does not fit ${file} any more.`);
        source = source.replace(line, () => instead);
      }
      return { ...loaded, source };
    },
  });
}
