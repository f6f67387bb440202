import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { ConfigError, readConfig } from './config.ts';

const dataDir = mkdtempSync(path.join(tmpdir(), 'copydesk-config-'));
afterAll(() => rmSync(dataDir, { recursive: true }));

const secret = 's'.repeat(32);
const read = (env: Record<string, string>) => readConfig({ DATA_DIR: dataDir, SECRET: secret, ...env });

describe('what the settings mean', () => {
  const cases: Array<[env: Record<string, string>, expected: object]> = [
    [{}, { port: 4000, smtpPort: 2525, host: '127.0.0.1', demo: true, production: false, logLevel: 'info' }],
    [{}, { databaseUrl: undefined, smtpUrl: undefined, publicUrl: 'http://localhost:4000', trustProxy: false }],
    [{}, { roles: new Set(['web', 'smtp', 'jobs']), trustedRelays: [], dataDir, secrets: [secret] }],
    [{ PORT: '8080' }, { port: 8080, publicUrl: 'http://localhost:8080' }],
    [
      { PORT: '', DEMO: ' ' },
      { port: 4000, demo: true },
    ],
    [{ DATABASE_URL: 'postgres://a@b/c' }, { demo: false, host: '0.0.0.0', databaseUrl: 'postgres://a@b/c' }],
    [
      { DATABASE_URL: 'postgresql://a@b/c', DEMO: '1' },
      { demo: true, host: '127.0.0.1' },
    ],
    [{ DEMO: '0' }, { demo: false, host: '0.0.0.0' }],
    [{ HOST: '::1', DEMO: '0' }, { host: '::1' }],
    [{ PUBLIC_URL: 'https://desk.example.org/' }, { publicUrl: 'https://desk.example.org' }],
    [{ SECRET: 'new-one, old-one' }, { secrets: ['new-one', 'old-one'] }],
    [{ ROLES: 'web, jobs' }, { roles: new Set(['web', 'jobs']) }],
    [{ TRUST_PROXY: '2' }, { trustProxy: 2 }],
    [{ TRUST_PROXY: 'true' }, { trustProxy: true }],
    [{ TRUST_PROXY: '10.0.0.0/8,::1' }, { trustProxy: ['10.0.0.0/8', '::1'] }],
    [
      { TRUSTED_RELAYS: '10.0.0.0/8=MX.example.org, ::1=mx2' },
      {
        trustedRelays: [
          { address: '10.0.0.0', prefix: 8, authservId: 'mx.example.org' },
          { address: '::1', prefix: 128, authservId: 'mx2' },
        ],
      },
    ],
    [
      { TRUSTED_ARC_SEALERS: 'Lists.example.org, bücher.example' },
      { trustedArcSealers: ['lists.example.org', 'xn--bcher-kva.example'] },
    ],
    [
      { NODE_ENV: 'production', DATABASE_URL: 'postgres://a@b/c' },
      { production: true, demo: false },
    ],
    [
      { NODE_ENV: 'production', DEMO: '0' },
      { production: true, databaseUrl: undefined },
    ],
  ];
  test.each(cases)('%o', (env, expected) => {
    expect(read(env)).toMatchObject(expected);
  });
});

describe('what is refused, with one line that names the variable', () => {
  const cases: Array<[env: Record<string, string>, lines: RegExp[]]> = [
    [{ PORT: 'http' }, [/^PORT must be a port number/]],
    [{ PORT: '65536' }, [/^PORT must be a port number/]],
    [{ SMTP_PORT: '-1' }, [/^SMTP_PORT must be a port number/]],
    [{ DATABASE_URL: 'localhost:5432/desk' }, [/^DATABASE_URL must be a URL like postgres:/]],
    [{ DATABASE_URL: 'mysql://a@b/c' }, [/^DATABASE_URL must be a URL like postgres:/]],
    [{ SMTP_URL: 'mail.example.org' }, [/^SMTP_URL must be a URL like smtp:/]],
    [{ PUBLIC_URL: 'desk.example.org' }, [/^PUBLIC_URL must be a URL like https:/]],
    [{ SECRET: ',' }, [/^SECRET must be/]],
    [{ DEMO: 'maybe' }, [/^DEMO must be 1 or 0/]],
    [{ LOG_LEVEL: 'loud' }, [/^LOG_LEVEL must be one of/]],
    [{ ROLES: 'web,mail' }, [/^ROLES must be a list of web, smtp, jobs/]],
    [{ ROLES: ',' }, [/^ROLES must be/]],
    [{ TRUST_PROXY: 'nginx' }, [/^TRUST_PROXY must be/]],
    [{ TRUSTED_RELAYS: '10.0.0.0/33=mx' }, [/^TRUSTED_RELAYS must be .*"10\.0\.0\.0\/33=mx"/]],
    [{ TRUSTED_ARC_SEALERS: '*' }, [/^TRUSTED_ARC_SEALERS must be .*"\*"/]],
    [{ TRUSTED_RELAYS: '10.0.0.1' }, [/^TRUSTED_RELAYS must be .*"10\.0\.0\.1"/]],
    [{ NODE_ENV: 'prod' }, [/^NODE_ENV must be/]],
    [{ PORT: 'x', DEMO: 'y' }, [/^PORT /, /^DEMO /]],
    [{ NODE_ENV: 'production' }, [/^DEMO must be 0 in production/]],
    [{ NODE_ENV: 'production', DEMO: '1', DATABASE_URL: 'postgres://a@b/c' }, [/^DEMO must be 0 in production/]],
    [{ NODE_ENV: 'production', DEMO: '0', SECRET: '' }, [/^SECRET must be set in production/]],
    [{ NODE_ENV: 'production', DEMO: '0', SECRET: `${secret},short` }, [/^SECRET must be 32 characters/]],
    [{ SECRET: '', DATA_DIR: '/dev/null/desk' }, [/^DATA_DIR: \/dev\/null\/desk cannot be used/]],
  ];
  test.each(cases)('%o', (env, lines) => {
    let message = '';
    try {
      read(env);
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigError);
      message = (error as Error).message;
    }
    const said = message.split('\n');
    expect(said).toHaveLength(lines.length);
    for (const [index, line] of lines.entries()) expect(said[index]).toMatch(line);
  });
});

describe('the secret of a desk that was given none', () => {
  test('is made once, for its user alone, and kept', () => {
    const first = readConfig({ DATA_DIR: dataDir }).secrets;
    const file = path.join(dataDir, 'secret');
    expect(first[0]?.length).toBeGreaterThanOrEqual(32);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readConfig({ DATA_DIR: dataDir }).secrets).toEqual(first);
    expect(readFileSync(file, 'utf8').trim()).toBe(first[0]);
  });

  test('is refused when its file is damaged', () => {
    writeFileSync(path.join(dataDir, 'secret'), 'x');
    expect(() => readConfig({ DATA_DIR: dataDir })).toThrow(/^SECRET: .*is damaged/);
  });
});
