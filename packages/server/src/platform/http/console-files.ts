import { existsSync } from 'node:fs';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

const forever = 'public, max-age=31536000, immutable';

/**
 * Serves the built console. Files whose names carry a hash may be kept for good; every other path that a browser opens
 * is a page of the console, which finds out itself which one.
 */
export async function addConsole(http: FastifyInstance, directory: string): Promise<void> {
  const built = existsSync(path.join(directory, 'index.html'));
  if (built) {
    await http.register(fastifyStatic, {
      root: directory,
      wildcard: false,
      index: 'index.html',
      cacheControl: false,
      setHeaders: (response, file) => {
        const hashed = path.relative(directory, file).startsWith(`assets${path.sep}`);
        response.header('cache-control', hashed ? forever : 'no-cache');
      },
    });
  }
  http.setNotFoundHandler(async (request, reply) => {
    const page = request.method === 'GET' && request.headers.accept?.includes('text/html');
    if (page && built) return reply.sendFile('index.html');
    return reply.code(404).send({ message: 'There is nothing here.' });
  });
}
