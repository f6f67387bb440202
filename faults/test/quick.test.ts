import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

const run = (...args: string[]) =>
  new Promise<{ code: number | null; text: string }>((resolve) => {
    const child = execFile(process.execPath, [main, '--quick', '--seed', '1', ...args], (_, stdout, stderr) =>
      resolve({ code: child.exitCode, text: `${stdout}\n${stderr}` }),
    );
  });

describe.concurrent('pnpm faults --quick', () => {
  it('finds that a server which is killed keeps what it has acknowledged, exactly once', async () => {
    const { code, text } = await run('--only', 'mail-kill');
    expect(text).toMatch(/holds +an acknowledged mail is one comment/u);
    expect(text).not.toContain('BROKEN');
    expect(code).toBe(0);
  });

  it('finds a desk that says 250 before it has committed', async () => {
    const { code, text } = await run('--broken', 'early-250');
    expect(text).toMatch(/BROKEN +a mail that was acknowledged is in the database/u);
    expect(code).toBe(1);
  });
});
