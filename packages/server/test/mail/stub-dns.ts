import { generateKeyPairSync } from 'node:crypto';
import { dkimSign } from 'mailauth';
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

const nothing = (name: string) => Object.assign(new Error(`${name} is not there`), { code: 'ENOTFOUND' });

export const keyOfTheBank: string = privateKey;

/** What DNS says of bank.test, which asks to reject what it did not send, and of evil.test, which asks for nothing. */
export const stub: DnsResolver = (name, type) => {
  const found = zone[`${type} ${name}`];
  return found ? Promise.resolve(found) : Promise.reject(nothing(name));
};

/** The message with the DKIM signature of a domain, over the whole of it or the first bytes of its body. */
export async function signed(text: string, domain: string, maxBodyLength?: number): Promise<string> {
  const length = maxBodyLength === undefined ? {} : { maxBodyLength };
  const signatureData = [{ signingDomain: domain, selector: 'key', privateKey, ...length }];
  // The library's types know one signature only; its code reads this list.
  const { signatures } = await dkimSign(text, { signatureData } as never);
  return signatures + text;
}
