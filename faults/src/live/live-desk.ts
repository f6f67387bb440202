import pg from 'pg';
import { encodeCursor } from '@copydesk/server/src/platform/events/cursor.ts';
import { globalId } from '@copydesk/server/src/platform/graphql/ids.ts';
import { ask } from '../desk/ask.ts';
import { startFaultCluster, type FaultCluster } from '../desk/cluster.ts';
import type { Prepared } from '../desk/prepare.ts';
import { SupervisedDesk } from '../desk/supervised-desk.ts';
import type { RunOptions } from '../runs/run.ts';

/** One or more server processes on one database, and some tickets to watch. */
export type LiveDesk = Prepared & {
  nodes: readonly SupervisedDesk[];
  cluster: FaultCluster;
  sql: pg.Pool;
  /** As the API names them. */
  ticketIds: string[];
  close(): Promise<void>;
};

export async function openLiveDesk(
  options: RunOptions,
  size: { nodes: number; tickets: number; restarts?: boolean },
): Promise<LiveDesk> {
  const closing = new AsyncDisposableStack();
  try {
    const cluster = await startFaultCluster();
    closing.defer(() => cluster.close());
    const nodes: SupervisedDesk[] = [];
    for (let node = 0; node < size.nodes; node += 1) {
      const settings = { databaseUrl: cluster.url, environment: { ROLES: 'web' }, broken: options.broken };
      const desk = new SupervisedDesk(settings, { hasSpare: size.restarts ?? false });
      closing.defer(() => desk.close());
      // One after the other: the first migrates.
      await desk.up();
      nodes.push(desk);
    }
    const prepared = await nodes[0]!.prepare({ agents: 16 });
    const ticketIds: string[] = [];
    for (let ticket = 0; ticket < size.tickets; ticket += 1) {
      const input = { departmentId: prepared.departmentId, subject: `Roof ${ticket}`, body: 'It leaks.' };
      const made = await ask<{ ticket: { id: string } }>(
        { url: (await nodes[0]!.up()).url!, token: prepared.agents[0]!.token },
        'mutation ($input: CreateTicketInput!) { createTicket(input: $input) { ticket { id } errors { code } } }',
        { input },
      );
      ticketIds.push(made.ticket.id);
    }
    const sql = new pg.Pool({ connectionString: cluster.url, max: 4 });
    closing.defer(() => sql.end());
    return { ...prepared, nodes, cluster, sql, ticketIds, close: () => closing.disposeAsync() };
  } catch (error) {
    await closing.disposeAsync();
    throw error;
  }
}

const COMMENT =
  'mutation ($input: AddCommentInput!) { addComment(input: $input) { comment { id } errors { code message } } }';

/** Posts a comment. `clientKey`: sent again, it is the same comment. */
export async function post(
  who: { url: string; token: string },
  input: { ticketId: string; body: string; clientKey?: string },
) {
  await ask(who, COMMENT, { input: { visibility: 'INTERNAL', ...input } });
}

export type Log = {
  /** By ticket, as the API names it: its events' seqs, in order. */
  seqs: Map<string, number[]>;
  /** The cursors of all tickets' events, in the log's order. */
  cursors: string[];
};

/** What must have come to whom, by the database as it is now. */
export async function readLog(sql: pg.Pool): Promise<Log> {
  const { rows } = await sql.query<{ epoch: number; xid: string; id: string; ticketId: string; seq: number }>(
    `select epoch, xid::text, id::text, ticket_id as "ticketId", seq from event where ticket_id is not null
      order by event.epoch, event.xid, event.id`,
  );
  const seqs = new Map<string, number[]>();
  for (const { ticketId, seq } of rows) {
    const name = globalId('Ticket', ticketId);
    const own = seqs.get(name);
    if (own) own.push(seq);
    else seqs.set(name, [seq]);
  }
  return { seqs, cursors: rows.map((row) => encodeCursor(row)) };
}

/** How what came differs from what was due, in words; null: it does not. */
export function differenceOf<T>(came: readonly T[], due: readonly T[]): string | null {
  const at = due.findIndex((one, index) => came[index] !== one);
  if (at < 0 && came.length === due.length) return null;
  const dues = new Set(due);
  const unique = new Set(came);
  const missed = due.filter((one) => !unique.has(one)).length;
  const strange = [...unique].filter((one) => !dues.has(one)).length;
  return `${came.length} of ${due.length} came: ${missed} missed, ${came.length - unique.size} doubled, ${strange} not due`;
}
