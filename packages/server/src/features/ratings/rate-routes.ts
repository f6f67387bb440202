import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { whyMayNotRate, type RatingScore } from '@copydesk/rules';
import type { Desk } from '../../platform/desk.ts';
import { requestLimit } from '../../platform/http/request-limit.ts';
import { Refusal } from '../../platform/refusal.ts';
import { loadTicketState } from '../tickets/index.ts';
import { messagePage, questionPage, RATE_PAGE_POLICY, type AskedAbout } from './rate-page.ts';
import { occasionOf, rateByLink, ratedTicket } from './rate-ticket.ts';
import { pageLanguage } from './rate-words.ts';
import { findRatingLink, type FoundLink } from './rating-links.ts';

type Asked = FastifyRequest<{ Params: { token: string }; Querystring: { score?: string } }>;

const PER_MINUTE = 60;
const MAX_BODY = 64 * 1024;

/**
 * The page behind the links of mails. Opening it changes nothing, for mail scanners open every link; only sending the
 * form does. It says no more of a ticket than its number, its subject and its department, and whether the person may
 * (still) rate it is asked each time.
 */
export function ratingRoutes(desk: Desk) {
  return async (http: FastifyInstance): Promise<void> => {
    const admits = requestLimit(PER_MINUTE);
    await http.register(async (scope) => {
      scope.addContentTypeParser(
        'application/x-www-form-urlencoded',
        { parseAs: 'string', bodyLimit: MAX_BODY },
        (_request, body, done) => done(null, new URLSearchParams(String(body))),
      );
      scope.addHook('onRequest', async (request, reply) => {
        reply.header('content-security-policy', RATE_PAGE_POLICY).header('cache-control', 'no-store');
        if (!admits(request.ip)) return show(reply, 429, messagePage(languageFor(request, null), 'busy'));
        return undefined;
      });
      scope.get('/rate/:token', (request: Asked, reply) => ask(desk, request, reply));
      scope.post('/rate/:token', (request: Asked, reply) => take(desk, request, reply));
    });
  };
}

async function ask(desk: Desk, request: Asked, reply: FastifyReply): Promise<FastifyReply> {
  const found = await find(desk, request, reply);
  if (!found) return reply;
  return show(reply, 200, questionPage(found.language, found.about, { chosen: scoreOf(request.query.score) }));
}

async function take(desk: Desk, request: Asked, reply: FastifyReply): Promise<FastifyReply> {
  const found = await find(desk, request, reply);
  if (!found) return reply;
  const { link, language, about } = found;
  const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
  const score = scoreOf(form.get('score'));
  const said = (form.get('comment') ?? '').replaceAll('\0', '');
  if (!score) return show(reply, 422, questionPage(language, about, { chosen: null, said }));
  try {
    await rateByLink(desk, link, { score, comment: said });
    return show(reply, 200, messagePage(language, 'thanks'));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code } = error.errors[0] ?? {};
    if (code !== 'INVALID') return show(reply, 403, messagePage(language, 'refused'));
    return show(reply, 422, questionPage(language, about, { chosen: score, said, problem: 'tooLong' }));
  }
}

/** The link and what may be said of its ticket; null: the reply says why there is nothing to rate. */
async function find(
  desk: Desk,
  request: Asked,
  reply: FastifyReply,
): Promise<{ link: FoundLink; language: ReturnType<typeof pageLanguage>; about: AskedAbout } | null> {
  const link = await findRatingLink(desk.db, request.params.token);
  const language = languageFor(request, link?.language ?? null);
  const state = link && (await loadTicketState(desk.db, link.ticketId));
  if (!link || !state) {
    show(reply, 404, messagePage(language, 'unknown'));
    return null;
  }
  if (whyMayNotRate(link.person, occasionOf(link.wanted), ratedTicket(state))) {
    show(reply, 403, messagePage(language, 'refused'));
    return null;
  }
  const { number, subject, department } = state;
  return { link, language, about: { number, subject, department: department.name } };
}

const languageFor = (request: FastifyRequest, own: string | null) =>
  pageLanguage(own, request.headers['accept-language']);

function scoreOf(text: string | null | undefined): RatingScore | null {
  return text === 'GOOD' || text === 'BAD' ? text : null;
}

function show(reply: FastifyReply, status: number, html: string): FastifyReply {
  return reply.code(status).type('text/html; charset=utf-8').send(html);
}
