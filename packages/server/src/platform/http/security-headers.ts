import type { FastifyInstance } from 'fastify';

/**
 * Mail is shown in a sandboxed frame whose document comes from the page itself (srcdoc) and inherits this policy: pictures
 * from elsewhere must be possible here, and the frame's own policy refuses them until somebody asks for them.
 */
const consolePolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob: https: http:",
  "font-src 'self' data:",
  "connect-src 'self'",
  // A frame by srcdoc is none of these: nothing in it can lead the frame elsewhere.
  "frame-src 'none'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** Puts the headers on every response; a route that sets its own policy keeps it. */
export function addSecurityHeaders(http: FastifyInstance, options: { https: boolean }): void {
  http.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('content-security-policy')) reply.header('content-security-policy', consolePolicy);
    reply.header('x-content-type-options', 'nosniff');
    reply.header('x-frame-options', 'DENY');
    // Links of strangers stand on our pages: their hosts are asked for when somebody follows them.
    reply.header('x-dns-prefetch-control', 'off');
    // Under `no-referrer` browsers would send `Origin: null` with our own pages' requests.
    reply.header('referrer-policy', 'same-origin');
    reply.header('cross-origin-opener-policy', 'same-origin');
    if (options.https) reply.header('strict-transport-security', 'max-age=31536000');
  });
}
