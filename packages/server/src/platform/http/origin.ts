import type { Config } from '../../config.ts';

/** What of a request says where it comes from. */
export type OriginHeaders = {
  origin?: string | undefined;
  host?: string | undefined;
  'sec-fetch-site'?: string | string[] | undefined;
};

/**
 * May this request use the session cookie? Browsers say by Origin which page sent it: it must be the desk's own, at
 * PUBLIC_URL or at the host that was asked. Who sends no Origin is no page of another site, unless Sec-Fetch-Site says so.
 */
export function isOwnOrigin(config: Pick<Config, 'publicUrl'>, headers: OriginHeaders): boolean {
  const { origin, host } = headers;
  const site = headers['sec-fetch-site'];
  if (origin === undefined) return site === undefined || site === 'same-origin' || site === 'none';
  const own = new URL(config.publicUrl);
  return origin === own.origin || (host !== undefined && origin === `${own.protocol}//${host}`);
}
