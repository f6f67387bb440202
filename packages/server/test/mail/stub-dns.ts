import { generateKeyPairSync } from 'node:crypto';
import { authenticate, dkimSign, sealMessage } from 'mailauth';
import type { DnsResolver } from '../../src/platform/mail/authenticate/dns.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'der' },
});

const zone: Record<string, string[][]> = {
  'TXT bank.test': [['v=spf1 ip4:192.0.2.10 -all']],
  'TXT _dmarc.bank.test': [['v=DMARC1; p=reject']],
  'TXT key._domainkey.bank.test': [[`v=DKIM1; k=rsa; p=${publicKey.toString('base64')}`]],
  'TXT evil.test': [['v=spf1 +all']],
  'TXT _dmarc.evil.test': [['v=DMARC1; p=none']],
  'TXT key._domainkey.evil.test': [[`v=DKIM1; k=rsa; p=${publicKey.toString('base64')}`]],
};

for (const sealer of ['lists.test', 'forwarder.test'])
  zone[`TXT key._domainkey.${sealer}`] = [[`v=DKIM1; k=rsa; p=${publicKey.toString('base64')}`]];

const nothing = (name: string) => Object.assign(new Error(`${name} is not there`), { code: 'ENOTFOUND' });

export const keyOfTheBank: string = privateKey;

/** What DNS says of bank.test, which asks to reject what it did not send, and of evil.test, which asks for nothing. */
export const stub: DnsResolver = (name, type) => {
  const found = zone[`${type} ${name}`];
  return found ? Promise.resolve(found) : Promise.reject(nothing(name));
};

type Signed = { maxBodyLength?: number; headerList?: string };

/** The message with the DKIM signature of a domain: over the whole of it, or the first bytes of its body, or some headers. */
export async function signed(
  text: string,
  domain: string,
  { maxBodyLength, headerList }: Signed = {},
): Promise<string> {
  const length = maxBodyLength === undefined ? {} : { maxBodyLength };
  const signatureData = [{ signingDomain: domain, selector: 'key', privateKey, ...length }];
  // The library's types know one signature only; its code reads this list.
  const { signatures } = await dkimSign(text, { signatureData, ...(headerList ? { headerList } : {}) } as never);
  return signatures + text;
}

/**
 * The message as a mailing list or a forwarder passes it on: changed, with an ARC seal of its own over what it had been
 * like before (RFC 8617).
 */
export async function passedOn(text: string, sealer: string, change = (from: string) => from): Promise<string> {
  const before = await authenticate(text, {
    ip: '198.51.100.7',
    helo: 'mx.test',
    sender: 'somebody@nowhere.test',
    mta: `mx.${sealer}`,
    resolver: stub,
    disableBimi: true,
  });
  const results = before.arc ? before.arc.authResults : '';
  const cv = before.arc && before.arc.status.result === 'pass' ? 'pass' : 'none';
  const seal = { signingDomain: sealer, selector: 'key', privateKey, cv, authResults: results };
  const changed = change(text);
  return (await sealMessage(changed, seal)).toString() + changed;
}
