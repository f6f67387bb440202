import type { FastifyInstance, FastifyRequest } from 'fastify';
import { canonicalAddress } from '@copydesk/rules';
import type { Desk } from '../../platform/desk.ts';
import { globalId } from '../../platform/graphql/ids.ts';
import type { AskViewer } from '../../platform/http/http.ts';
import { relayOf } from '../../platform/mail/authenticate/trusted-relay.ts';
import { MAIL_LIMITS } from '../../platform/mail/parse/parsed-mail.ts';
import { areKnownRecipients } from './known-recipient.ts';
import { receiveRawMail } from './receive-raw-mail.ts';
import { returnPathOf } from './return-path.ts';

type Post = { Querystring: { recipient?: string | string[]; sender?: string } };

/**
 * POST /inbound/mail: a raw message (message/rfc822) by an admin's token, for whoever fetches mail elsewhere. `recipient=`
 * (repeatable) and `sender=` are its envelope; without a sender the message's Return-Path is. 202 once it is stored.
 */
export function inboundRoutes(desk: Desk) {
  return (http: FastifyInstance, viewerOf: AskViewer) =>
    // A scope of its own: nowhere else is a body of any type, and of this size, taken.
    void http.register(async (scope) => {
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MAIL_LIMITS.bytes }, (_, body, done) =>
        done(null, body),
      );
      scope.post<Post>('/inbound/mail', { bodyLimit: MAIL_LIMITS.bytes }, async (request, reply) => {
        const viewer = await viewerOf(request);
        if (viewer === null)
          return reply
            .code(401)
            .send(refusal('UNAUTHENTICATED', 'Send the token of an admin: “Authorization: Bearer …”.'));
        if (viewer.role !== 'ADMIN' || viewer.door.kind !== 'TOKEN') {
          return reply.code(403).send(refusal('BAD_REQUEST', 'Only the token of an admin hands mail in.'));
        }
        const raw = request.body;
        if (!Buffer.isBuffer(raw) || raw.length === 0)
          return reply.code(400).send(refusal('BAD_REQUEST', 'The body is empty: send the message.'));
        const recipients = [request.query.recipient ?? []].flat().map(canonicalAddress);
        const unknown = await firstUnknown(desk, recipients);
        if (unknown !== null) return reply.code(422).send(refusal('BAD_REQUEST', unknown));
        const envelopeFrom = request.query.sender ?? returnPathOf(raw);
        const { id } = await receiveRawMail(desk, {
          raw,
          envelopeFrom,
          envelopeTo: recipients,
          remoteAddress: relayAddressOf(desk, request),
          helo: null,
        });
        return reply.code(202).send({ id: globalId('InboundMessage', id) });
      });
    });
}

function refusal(code: string, message: string) {
  return { errors: [{ message, extensions: { code } }] };
}

async function firstUnknown(desk: Desk, recipients: readonly string[]): Promise<string | null> {
  if (recipients.length === 0) return 'Say whom it is for: “?recipient=support@example.com”.';
  if (recipients.length > 100) return 'A message has at most 100 recipients here.';
  const known = await areKnownRecipients(desk.db, recipients);
  const at = known.indexOf(false);
  return at < 0 ? null : `There is no such address here: ${recipients[at]}`;
}

/** Who hands the mail in is not who sent it, so SPF has nobody to ask about; a relay of ours has asked already. */
function relayAddressOf({ config }: Desk, request: FastifyRequest): string | null {
  const address = request.ip.replace(/^::ffff:(?=\d+\.)/iu, '');
  return relayOf(address, config.trustedRelays) ? address : null;
}
