import type { App } from './app.ts';
import type { Config } from './config.ts';
import { demoAccounts } from './demo/demo-accounts.ts';

/** Runs a step and says so, with its seconds. */
export type Steps = (<T>(name: string, work: () => Promise<T>) => Promise<T>) & {
  ready(app: App, tookMs: number): void;
  stopping(): void;
};

const line = (text: string) => process.stdout.write(`${text}\n`);

/** What a person at the terminal sees of a start. */
export function steps(config: Config): Steps {
  const step = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const from = performance.now();
    const result = await work();
    line(`  ${name.padEnd(14)} ${((performance.now() - from) / 1000).toFixed(1)} s`);
    return result;
  };
  return Object.assign(step, {
    ready(app: App, tookMs: number) {
      line('');
      line(`  Ready in ${(tookMs / 1000).toFixed(1)} s.`);
      line('');
      if (app.url) {
        line(`  Console        ${config.publicUrl}`);
        line(`  API            ${config.publicUrl}/graphql`);
      }
      if (app.smtpPort) line(`  Mail in        smtp://127.0.0.1:${app.smtpPort}`);
      line(`  Mail out       ${config.smtpUrl ? 'by SMTP_URL' : 'kept in “Sent mail”'}`);
      if (config.demo) sayAccounts();
      line('');
      line('  Ctrl-C drains and stops.');
    },
    stopping: () => line('\n  Stopping: finishing what is under way …'),
  });
}

function sayAccounts(): void {
  line('');
  line('  Sign in as');
  for (const { role, email, password } of demoAccounts) line(`    ${role.padEnd(12)} ${email.padEnd(26)} ${password}`);
}
