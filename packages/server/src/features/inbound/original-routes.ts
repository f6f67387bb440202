import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import type { Desk } from '../../platform/desk.ts';
import { localId } from '../../platform/graphql/ids.ts';
import type { AskViewer } from '../../platform/http/http.ts';
import { readBlob } from '../../platform/storage/read-blob.ts';
import { findInboundMessage } from './inbound-message.reader.ts';

/**
 * GET /originals/:id, a mail byte for byte as it came, for staff who may know of it. Nobody else: its headers name who was
 * written to, and by which addresses they answer.
 */
export function originalRoutes(desk: Desk) {
  return (http: FastifyInstance, viewerOf: AskViewer): void => {
    http.get<{ Params: { id: string } }>('/originals/:id', async (request, reply) => {
      const viewer = await viewerOf(request);
      const id = localId('InboundMessage', request.params.id);
      const message = id && viewer && (await findInboundMessage(desk.db, viewer, id));
      const raw = message && (await readRaw(desk, message.id));
      if (!raw)
        return reply.code(404).send({ message: 'There is no such mail (any more), or it is not yours to see.' });
      return reply
        .header('content-type', 'message/rfc822')
        .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(fileName(message.subject))}`)
        .header('content-security-policy', `sandbox; default-src 'none'`)
        .header('cache-control', 'private, no-store')
        .send(raw);
    });
  };
}

async function readRaw({ db }: Desk, id: string): Promise<Buffer | null> {
  const { rows } = await sql<{ sha256: string | null }>`
    select raw_sha256 as sha256 from inbound_message where id = ${id}`.execute(db);
  const sha256 = rows[0]?.sha256;
  return sha256 ? readBlob(db, sha256) : null;
}

/** Without the characters that file systems do not take. */
function fileName(subject: string | null): string {
  const name = (subject ?? '')
    .replaceAll(/[\p{Cc}\p{Cf}\\/:*?"<>|]+/gu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim();
  return `${name.slice(0, 80).toWellFormed().replace(/^\.+/u, '') || 'mail'}.eml`;
}
