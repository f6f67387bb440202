import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import type { Desk } from '../../platform/desk.ts';
import { createContext, type Context } from '../../platform/graphql/context.ts';
import { localId } from '../../platform/graphql/ids.ts';
import type { AskViewer } from '../../platform/http/http.ts';
import { rasterType } from '../../platform/mail/images.ts';
import { readBlob } from '../../platform/storage/read-blob.ts';
import { sideMessageById } from '../side-conversations/index.ts';
import { commentById } from './comment.reader.ts';

/** GET /attachments/:id, for whoever may read the comment or the side conversation that it came with. */
export function attachmentRoutes(desk: Desk) {
  return (http: FastifyInstance, viewerOf: AskViewer): void => {
    http.get<{ Params: { id: string } }>('/attachments/:id', async (request, reply) => {
      const context = createContext(desk, await viewerOf(request), request.id);
      const found = await findAttachment(context, localId('Attachment', request.params.id));
      if (!found) return reply.code(404).send({ message: 'There is no such attachment, or it is not yours to see.' });
      // Anything else than an image that browsers draw is saved, whatever it says it is.
      const shown = rasterType(found.contentType);
      return reply
        .header('content-type', shown ?? 'application/octet-stream')
        .header(
          'content-disposition',
          `${shown ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(found.name)}`,
        )
        .header('content-security-policy', `sandbox; default-src 'none'`)
        .header('cache-control', 'private, max-age=3600')
        .send(found.content);
    });
  };
}

async function findAttachment(context: Context, id: string | null) {
  if (!id || !context.viewer) return null;
  const { db } = context.desk;
  const row = await db
    .selectFrom('attachment')
    .select(['comment_id', 'side_message_id', 'name', 'content_type', sql<string>`sha256`.as('sha256')])
    .where('id', '=', id)
    .executeTakeFirst();
  const owner = row?.comment_id
    ? await commentById(context, row.comment_id)
    : row?.side_message_id && (await sideMessageById(context, row.side_message_id));
  if (!row || !owner) return null;
  const content = await readBlob(db, row.sha256);
  return content && { name: row.name, contentType: row.content_type, content };
}
