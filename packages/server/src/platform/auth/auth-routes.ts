import type { FastifyInstance, FastifyRequest } from 'fastify';
import { addressHeader, authPath, type Auth } from './auth.ts';

/** What of the session library is open to the world; everything else it offers is not there. */
const routes = [
  'POST /sign-in/email',
  'POST /sign-out',
  'GET /get-session',
  'GET /list-sessions',
  'POST /change-password',
  'POST /revoke-session',
  'POST /revoke-other-sessions',
] as const;

export function addAuthRoutes(http: FastifyInstance, auth: Auth): void {
  for (const route of routes) {
    const [method = '', path = ''] = route.split(' ');
    http.route({
      method,
      url: authPath + path,
      handler: async (request, reply) => {
        const response = await auth.handler(asWebRequest(request));
        reply.code(response.status);
        for (const [name, value] of response.headers) if (name !== 'set-cookie') reply.header(name, value);
        for (const cookie of response.headers.getSetCookie()) reply.header('set-cookie', cookie);
        return reply.send(await response.text());
      },
    });
  }
}

function asWebRequest(request: FastifyRequest): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  headers.delete('content-length');
  headers.set(addressHeader, request.ip);
  // A request without a body names no type for it; the library wants to be sent an empty object.
  if (request.headers['content-type'] === undefined) headers.set('content-type', 'application/json');
  const body = request.method === 'GET' ? null : JSON.stringify(request.body ?? {});
  const base = `${request.protocol}://${request.headers.host ?? 'localhost'}`;
  return new Request(new URL(request.url, base), { method: request.method, headers, body });
}
