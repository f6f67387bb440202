import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Config } from '../../config.ts';

/** The session library's cookie: `token.signature`, signed with HMAC-SHA-256 of the newest secret. */
export function sessionCookieName(config: Pick<Config, 'publicUrl'>): string {
  const prefix = config.publicUrl.startsWith('https:') ? '__Secure-' : '';
  return `${prefix}copydesk.session_token`;
}

/** The session's token out of a Cookie header, when one of the secrets signed it; else null. */
export function sessionToken(config: Pick<Config, 'publicUrl' | 'secrets'>, header: string | undefined): string | null {
  const value = header === undefined ? null : cookieValue(header, sessionCookieName(config));
  if (value === null) return null;
  const dot = value.lastIndexOf('.');
  if (dot < 1) return null;
  const token = value.slice(0, dot);
  const given = Buffer.from(value.slice(dot + 1), 'base64');
  const signed = config.secrets.some((secret) => {
    const right = createHmac('sha256', secret).update(token).digest();
    return given.length === right.length && timingSafeEqual(given, right);
  });
  return signed ? token : null;
}

function cookieValue(header: string, name: string): string | null {
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=');
    if (pair.slice(0, equals).trim() !== name) continue;
    try {
      return decodeURIComponent(pair.slice(equals + 1).trim());
    } catch {
      return null;
    }
  }
  return null;
}
