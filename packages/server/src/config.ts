import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import path from 'node:path';
import { domainToASCII, fileURLToPath } from 'node:url';
import { z } from 'zod';

/** A setting is missing or wrong. `message` has one line for each, with the variable's name and the remedy. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

const roles = ['web', 'smtp', 'jobs'] as const;
export type ProcessRole = (typeof roles)[number];

/** A relay whose Authentication-Results headers are believed: those that carry `authservId`, from addresses within `cidr`. */
export type TrustedRelay = { address: string; prefix: number; authservId: string };

/** `privateKey`: PEM. */
export type DkimKey = { domain: string; selector: string; privateKey: string };

export type Config = {
  production: boolean;
  /** Undefined: the desk runs its own PostgreSQL in `dataDir`. */
  databaseUrl: string | undefined;
  host: string;
  port: number;
  smtpPort: number;
  /** Undefined: outgoing mail is kept in "Sent mail" only. */
  smtpUrl: string | undefined;
  /** Where people reach the desk, without a slash at the end. */
  publicUrl: string;
  /** Newest first: the first signs, all verify. Never empty. */
  secrets: string[];
  /** Absolute. */
  dataDir: string;
  demo: boolean;
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  /** What proxies may set X-Forwarded-For: all, none, that many hops, or these addresses. */
  trustProxy: boolean | number | string[];
  roles: ReadonlySet<ProcessRole>;
  trustedRelays: TrustedRelay[];
  /** Domains of mailing lists and forwarders whose ARC seals are believed, with their subdomains. */
  trustedArcSealers: string[];
  /** Files of the certificate that STARTTLS shows; undefined: the desk makes its own. */
  smtpTls: { cert: string; key: string } | undefined;
  /** Keys that sign what the desk sends, by the domain of its From. */
  dkimKeys: DkimKey[];
  /** Are SPF, DKIM and DMARC of mails looked up in DNS? */
  verifySenders: boolean;
  /** Statements that take longer are logged, with what they were for. */
  slowQueryMs: number;
  /** Where an OpenTelemetry collector takes traces; undefined: none are made. */
  tracesTo: string | undefined;
};

const repositoryRoot = fileURLToPath(new URL('../../..', import.meta.url));

const port = (fallback: number) =>
  z
    .string()
    .default(String(fallback))
    .refine(
      (text) => /^\d+$/.test(text) && Number(text) <= 65_535,
      'must be a port number from 0 (any free one) to 65535',
    )
    .transform(Number);

const url = (protocols: string[], example: string) =>
  z.string().refine((text) => protocols.includes(URL.parse(text)?.protocol ?? ''), `must be a URL like ${example}`);

const flag = z.enum(['0', '1', 'true', 'false'], 'must be 1 or 0').transform((text) => text === '1' || text === 'true');

const list = (text: string) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

const secrets = z
  .string()
  .transform(list)
  .refine((all) => all.length > 0, 'must be a secret text, or two, "new,old", while it is changed');

const roleSet = z
  .string()
  .default(roles.join(','))
  .transform(list)
  .refine(
    (all) => all.length > 0 && all.every((role) => (roles as readonly string[]).includes(role)),
    `must be a list of ${roles.join(', ')}`,
  )
  .transform((all): ReadonlySet<ProcessRole> => new Set(all as ProcessRole[]));

const trustedRelays = z
  .string()
  .default('')
  .transform((text, context) =>
    list(text).map((entry) => {
      const relay = parseRelay(entry);
      if (relay) return relay;
      context.addIssue(
        `must be a list like 10.0.0.0/8=mx.example.org, and "${entry}" is not an address with a mail host`,
      );
      return z.NEVER;
    }),
  );

const trustedArcSealers = z
  .string()
  .default('')
  .transform((text, context) =>
    list(text).map((entry) => {
      const domain = domainToASCII(entry);
      if (/^(?:[a-z\d_-]+\.)+[a-z\d-]+$/u.test(domain)) return domain;
      context.addIssue(`must be a list of domains like lists.example.org, and "${entry}" is none`);
      return z.NEVER;
    }),
  );

function parseRelay(entry: string): TrustedRelay | undefined {
  const match = /^([0-9a-f.:]+)(?:\/(\d{1,3}))?=([^\s=]+)$/i.exec(entry);
  const [, address = '', bits, authservId = ''] = match ?? [];
  const longest = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  const prefix = bits === undefined ? longest : Number(bits);
  return match && prefix >= 0 && prefix <= longest
    ? { address, prefix, authservId: authservId.toLowerCase() }
    : undefined;
}

/** `example.com:2026:/run/secrets/dkim.pem`: domain, selector and the file of the private key. */
const dkimKeys = z
  .string()
  .default('')
  .transform((text, context) =>
    list(text).map((entry) => {
      const [, domain = '', selector = '', file = ''] = /^([\w.-]+):([\w.-]+):(.+)$/u.exec(entry) ?? [];
      try {
        if (file === '') throw new Error('is not domain:selector:file');
        return { domain: domain.toLowerCase(), selector, privateKey: readFileSync(file, 'utf8') };
      } catch (error) {
        context.addIssue(
          `must be a list like example.com:2026:/run/secrets/dkim.pem, and "${entry}": ${(error as Error).message}`,
        );
        return z.NEVER;
      }
    }),
  );

const trustProxy = z
  .string()
  .default('0')
  .transform((text, context): boolean | number | string[] => {
    if (text === 'true' || text === 'false') return text === 'true';
    if (/^\d+$/.test(text)) return text === '0' ? false : Number(text);
    const ranges = list(text);
    const valid = ranges.length > 0 && ranges.every((range) => isIP(range.replace(/\/\d{1,3}$/, '')) !== 0);
    if (!valid) context.addIssue('must be 0, 1, a number of proxies, or a list of addresses like 10.0.0.0/8');
    return ranges;
  });

const settings = z.object({
  NODE_ENV: z
    .enum(['production', 'development', 'test'], 'must be production, development or test')
    .default('development'),
  DATABASE_URL: url(['postgres:', 'postgresql:'], 'postgres://user:password@host:5432/copydesk').optional(),
  HOST: z.string().optional(),
  PORT: port(4000),
  SMTP_PORT: port(2525),
  SMTP_URL: url(['smtp:', 'smtps:'], 'smtp://user:password@mail.example.org:587').optional(),
  PUBLIC_URL: url(['http:', 'https:'], 'https://desk.example.org').optional(),
  SECRET: secrets.optional(),
  DATA_DIR: z.string().default('.data'),
  DEMO: flag.optional(),
  LOG_LEVEL: z
    .enum(
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      'must be one of fatal, error, warn, info, debug, trace, silent',
    )
    .default('info'),
  TRUST_PROXY: trustProxy,
  ROLES: roleSet,
  TRUSTED_RELAYS: trustedRelays,
  TRUSTED_ARC_SEALERS: trustedArcSealers,
  SMTP_TLS_CERT: z.string().optional(),
  SMTP_TLS_KEY: z.string().optional(),
  VERIFY_SENDERS: flag.optional(),
  SLOW_QUERY_MS: z
    .string()
    .regex(/^\d{1,6}$/, 'must be a number of milliseconds')
    .default('500')
    .transform(Number),
  OTEL_EXPORTER_OTLP_ENDPOINT: url(['http:', 'https:'], 'http://collector.example.org:4318').optional(),
  DKIM: dkimKeys,
});

/**
 * Reads and checks all settings (docs/operation.md lists them). An empty variable counts as unset. Outside production a missing SECRET
 * is made and kept in DATA_DIR/secret. Throws ConfigError with one line for each bad value.
 */
export function readConfig(env: Record<string, string | undefined> = process.env): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()));
  const parsed = settings.safeParse(given);
  if (!parsed.success) {
    throw new ConfigError(
      parsed.error.issues.map((issue) => `${issue.path[0]?.toString()} ${issue.message}.`).join('\n'),
    );
  }
  const read = parsed.data;
  const production = read.NODE_ENV === 'production';
  const demo = read.DEMO ?? read.DATABASE_URL === undefined;
  const dataDir = path.resolve(repositoryRoot, read.DATA_DIR);
  if (production) refuseForProduction(demo, read.SECRET);
  return {
    production,
    databaseUrl: read.DATABASE_URL,
    host: read.HOST ?? (demo ? '127.0.0.1' : '0.0.0.0'),
    port: read.PORT,
    smtpPort: read.SMTP_PORT,
    smtpUrl: read.SMTP_URL,
    publicUrl: (read.PUBLIC_URL ?? `http://localhost:${read.PORT}`).replace(/\/+$/, ''),
    secrets: read.SECRET ?? [keptSecret(dataDir)],
    dataDir,
    demo,
    logLevel: read.LOG_LEVEL,
    trustProxy: read.TRUST_PROXY,
    roles: read.ROLES,
    trustedRelays: read.TRUSTED_RELAYS,
    trustedArcSealers: read.TRUSTED_ARC_SEALERS,
    smtpTls: tlsFiles(read.SMTP_TLS_CERT, read.SMTP_TLS_KEY),
    dkimKeys: read.DKIM,
    verifySenders: read.VERIFY_SENDERS ?? !demo,
    slowQueryMs: read.SLOW_QUERY_MS,
    tracesTo: read.OTEL_EXPORTER_OTLP_ENDPOINT,
  };
}

function tlsFiles(cert: string | undefined, key: string | undefined): Config['smtpTls'] {
  if ((cert === undefined) !== (key === undefined)) {
    throw new ConfigError('SMTP_TLS_CERT and SMTP_TLS_KEY belong together: set both, or neither.');
  }
  return cert !== undefined && key !== undefined ? { cert, key } : undefined;
}

function refuseForProduction(demo: boolean, secret: string[] | undefined): void {
  const make = '"openssl rand -base64 32" makes one';
  const reasons = [
    demo &&
      'DEMO must be 0 in production, where its well-known sign-ins have no place (it is 1 unless DATABASE_URL is set).',
    !secret && `SECRET must be set in production; ${make}.`,
    secret?.some((one) => one.length < 32) && `SECRET must be 32 characters or more in production; ${make}.`,
  ].filter((reason) => typeof reason === 'string');
  if (reasons.length > 0) throw new ConfigError(reasons.join('\n'));
}

/** The secret of a desk that was given none, made at its first start; readable by its user alone. */
function keptSecret(dataDir: string): string {
  const file = path.join(dataDir, 'secret');
  try {
    // PostgreSQL's user must be able to pass through, nobody needs to list it.
    mkdirSync(dataDir, { recursive: true, mode: 0o711 });
    const made = randomBytes(32).toString('base64url');
    try {
      // Only the first of two processes that start together may write it.
      writeFileSync(file, `${made}\n`, { flag: 'wx', mode: 0o600 });
      return made;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const kept = readFileSync(file, 'utf8').trim();
    if (kept.length >= 32) return kept;
    throw new ConfigError(`SECRET: ${file} is damaged: delete it (everybody has to sign in again) or set SECRET.`);
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError(
      `DATA_DIR: ${dataDir} cannot be used (${(error as Error).message}): set it to a directory that can be written.`,
    );
  }
}
