import { createHash, randomBytes } from 'node:crypto';

const shape = /^cd_[A-Za-z0-9_-]{43}$/;

/** A new API token: `cd_` and 256 random bits. Its owner sees it once; only the hash is kept. */
export function newToken(): { token: string; hash: Buffer; prefix: string } {
  const token = `cd_${randomBytes(32).toString('base64url')}`;
  return { token, hash: hashOf(token), prefix: token.slice(0, 10) };
}

/** The hash of a token in an Authorization header (`Bearer cd_…`) or by itself; null for what cannot be one. */
export function tokenHash(authorization: string): Buffer | null {
  const token = authorization.replace(/^bearer +/i, '').trim();
  return shape.test(token) ? hashOf(token) : null;
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
