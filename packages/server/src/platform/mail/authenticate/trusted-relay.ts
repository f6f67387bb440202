import { BlockList, isIP } from 'node:net';
import type { AuthResult } from '@copydesk/rules';
import type { TrustedRelay } from '../../../config.ts';

/** What is known of how a message was authenticated. All `none`: nobody whom we trust said anything. */
export type Authentication = {
  spf: AuthResult;
  dkim: AuthResult;
  dmarc: AuthResult;
  dmarcPolicy: 'none' | 'quarantine' | 'reject' | null;
  /** DMARC failed here, and this trusted sealer had seen it pass (ARC). */
  arcSealer?: string;
  /** DMARC passed by a signature alone, and these headers, by which the desk acts, are not in it. */
  unsigned?: readonly string[];
};

export const NOT_AUTHENTICATED: Authentication = { spf: 'none', dkim: 'none', dmarc: 'none', dmarcPolicy: null };

type Headers = readonly { key: string; value: string }[];

/**
 * Reads the Authentication-Results (RFC 8601) that a relay of ours put on the message. They count only when the message
 * came from that relay's address, name the relay, and stand where it put them: above the Received headers of earlier
 * hops. What the sender wrote further down proves nothing. A relay must remove forged ones that bear its own name.
 *
 * `remoteAddress`: who handed the message over; null: nobody did over the network. `fromAddress` is canonical.
 */
export function authenticationByRelay(
  message: { headers: Headers; remoteAddress: string | null; fromAddress: string },
  relays: readonly TrustedRelay[],
): Authentication {
  const relay = relayOf(message.remoteAddress, relays);
  if (!relay) return NOT_AUTHENTICATED;
  const said = headersOfRelay(message.headers)
    .map(readResults)
    .filter(({ authservId }) => authservId === relay.authservId)
    .flatMap(({ results }) => results);
  const first = (method: string) => said.find((result) => result.method === method);
  const dmarc = first('dmarc');
  // DMARC speaks of the From domain. One that speaks of another domain is about something else.
  const about = dmarc?.properties['header.from'];
  const isAbout = about === undefined || message.fromAddress.endsWith(`@${about}`);
  return {
    spf: resultOf(first('spf')?.result),
    dkim: resultOf(
      said.some(({ method, result }) => method === 'dkim' && result === 'pass') ? 'pass' : first('dkim')?.result,
    ),
    dmarc: isAbout ? resultOf(dmarc?.result) : 'none',
    dmarcPolicy: isAbout ? (dmarc?.policy ?? null) : null,
  };
}

/** The relay of ours that an address belongs to. */
export function relayOf(remoteAddress: string | null, relays: readonly TrustedRelay[]): TrustedRelay | undefined {
  return relays.find((candidate) => isFrom(remoteAddress, candidate));
}

function isFrom(remoteAddress: string | null, { address, prefix }: TrustedRelay): boolean {
  const remote = (remoteAddress ?? '').replace(/^::ffff:(?=\d+\.)/iu, '');
  const family = isIP(remote);
  if (family === 0 || family !== isIP(address)) return false;
  const network = new BlockList();
  const kind = family === 4 ? 'ipv4' : 'ipv6';
  network.addSubnet(address, prefix, kind);
  return network.check(remote, kind);
}

/** Those above the first Received; where the relay put its own Received on top, the one right below that. */
function headersOfRelay(headers: Headers): string[] {
  const received = headers.findIndex(({ key }) => key === 'received');
  const isResults = ({ key }: Headers[number]) => key === 'authentication-results';
  const above = headers.slice(0, received < 0 ? headers.length : received).filter(isResults);
  const below = received < 0 ? undefined : headers[received + 1];
  const chosen = above.length > 0 ? above : below && isResults(below) ? [below] : [];
  return chosen.slice(0, 10).map(({ value }) => value);
}

type Result = {
  method: string;
  result: string;
  policy: Authentication['dmarcPolicy'];
  properties: Record<string, string>;
};

/** `mx.example.org; spf=pass smtp.mailfrom=a@b; dmarc=fail (p=reject) header.from=b` */
export function readResults(value: string): { authservId: string; results: Result[] } {
  const [id = '', ...parts] = value.slice(0, 8_192).split(';');
  return {
    authservId: withoutComments(id).trim().split(/\s+/u)[0]?.toLowerCase() ?? '',
    results: parts.flatMap(readResult),
  };
}

function readResult(part: string): Result[] {
  const plain = withoutComments(part);
  const [, method = '', result = ''] = /^\s*([a-z][\w-]*)(?:\/\d+)?\s*=\s*([a-z]+)/iu.exec(plain) ?? [];
  if (method === '') return [];
  const properties = Object.fromEntries(
    [...plain.matchAll(/([a-z]+\.[\w-]+)\s*=\s*"?([^\s;"]+)"?/giu)].map(([, key = '', said = '']) => [
      key.toLowerCase(),
      said.toLowerCase(),
    ]),
  );
  const policy = /\bp=(none|quarantine|reject)\b/iu.exec(part)?.[1] ?? properties['policy.published-domain-policy'];
  return [{ method: method.toLowerCase(), result: result.toLowerCase(), policy: policyOf(policy), properties }];
}

function withoutComments(text: string): string {
  return text.replaceAll(/\([^()]*\)/gu, ' ');
}

function policyOf(word: string | undefined): Authentication['dmarcPolicy'] {
  const policy = word?.toLowerCase();
  return policy === 'none' || policy === 'quarantine' || policy === 'reject' ? policy : null;
}

function resultOf(word: string | undefined): AuthResult {
  if (word === 'pass') return 'pass';
  if (word === 'fail' || word === 'softfail' || word === 'permerror') return 'fail';
  return word === 'temperror' ? 'temperror' : 'none';
}
