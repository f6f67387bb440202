import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { generateKeyPairSync, randomBytes, X509Certificate } from 'node:crypto';
import forge from 'node-forge';
import type { Config } from '../../../config.ts';

export type Certificate = { cert: string; key: string };

const DAY_MS = 86_400_000;

/**
 * The certificate that STARTTLS shows: the given one (`SMTP_TLS_CERT`, `SMTP_TLS_KEY`), or one of the desk's own, kept in
 * DATA_DIR and made anew a month before it ends. Peers that send mail do not ask who signed it.
 *
 * @throws Error with a sentence that names the setting, when a file cannot be read
 */
export function mailCertificate(config: Pick<Config, 'smtpTls' | 'dataDir' | 'publicUrl'>): Certificate {
  if (config.smtpTls)
    return { cert: given('SMTP_TLS_CERT', config.smtpTls.cert), key: given('SMTP_TLS_KEY', config.smtpTls.key) };
  const files = { cert: path.join(config.dataDir, 'smtp.crt'), key: path.join(config.dataDir, 'smtp.key') };
  return kept(files) ?? keep(files, made(new URL(config.publicUrl).hostname));
}

function given(setting: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Error(`${setting}: ${file} cannot be read (${(error as Error).message}).`, { cause: error });
  }
}

function kept(files: Certificate): Certificate | null {
  try {
    const pair = { cert: readFileSync(files.cert, 'utf8'), key: readFileSync(files.key, 'utf8') };
    const ends = Date.parse(new X509Certificate(pair.cert).validTo);
    return ends > Date.now() + 30 * DAY_MS ? pair : null;
  } catch {
    return null;
  }
}

function keep(files: Certificate, pair: Certificate): Certificate {
  mkdirSync(path.dirname(files.cert), { recursive: true, mode: 0o711 });
  writeFileSync(files.key, pair.key, { mode: 0o600 });
  writeFileSync(files.cert, pair.cert);
  return pair;
}

function made(host: string): Certificate {
  const keys = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(keys.publicKey);
  certificate.serialNumber = `00${randomBytes(16).toString('hex')}`;
  certificate.validity.notBefore = new Date(Date.now() - DAY_MS);
  certificate.validity.notAfter = new Date(Date.now() + 730 * DAY_MS);
  const name = [{ name: 'commonName', value: host }];
  certificate.setSubject(name);
  certificate.setIssuer(name);
  certificate.setExtensions([{ name: 'subjectAltName', altNames: [{ type: 2, value: host }] }]);
  certificate.sign(forge.pki.privateKeyFromPem(keys.privateKey), forge.md.sha256.create());
  return { cert: forge.pki.certificateToPem(certificate), key: keys.privateKey };
}
