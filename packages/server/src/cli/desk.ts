#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { ConfigError, readConfig } from '../config.ts';
import { EmbeddedPostgresError } from '../platform/database/embedded/failure.ts';
import { Refusal } from '../platform/refusal.ts';
import { StartError } from '../start-error.ts';
import { type Command, type CommandValues, UsageError } from './command.ts';
import { demo } from './demo.ts';
import type { OpenDesk } from './open-desk.ts';
import { personCreate } from './person-create.ts';
import { simulate } from './simulate.ts';
import { tokenCreate } from './token-create.ts';

const commands: readonly Command[] = [tokenCreate, personCreate, demo, simulate];

process.exitCode = await main(process.argv.slice(2));

/** Results go to stdout and nothing else does; sentences about failures to stderr. Exit code 2: called in a wrong way. */
async function main(words: readonly string[]): Promise<number> {
  const command = commands.find(({ name }) => name.split(' ').every((word, place) => words[place] === word));
  if (!command) return overview(words);
  try {
    const { values, positionals } = readWords(command, words.slice(command.name.split(' ').length));
    process.stdout.write(`${values['help'] ? helpOf(command) : await runOnDesk(command, values, positionals)}\n`);
    return 0;
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`${error.message}\n\n${helpOf(command)}\n`);
      return 2;
    }
    const kinds = [Refusal, StartError, ConfigError, EmbeddedPostgresError];
    if (!kinds.some((kind) => error instanceof kind)) throw error;
    process.stderr.write(`${(error as Error).message}\n`);
    return 1;
  }
}

async function runOnDesk(command: Command, values: CommandValues, positionals: readonly string[]): Promise<string> {
  let desk: OpenDesk | undefined;
  const open = async () => {
    const { openDeskForCommand } = await import('./open-desk.ts');
    return (desk = await openDeskForCommand(readConfig()));
  };
  try {
    return await command.run(open, values, positionals);
  } finally {
    await desk?.close();
  }
}

function readWords(command: Command, words: string[]) {
  const help = { type: 'boolean', short: 'h' } as const;
  try {
    const parsed = parseArgs({ args: words, options: { ...command.options, help }, allowPositionals: true });
    return { values: parsed.values as CommandValues, positionals: parsed.positionals };
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function helpOf({ name, usage, summary, help }: Command): string {
  const width = Math.max(...help.map(([option]) => option.length)) + 2;
  const lines = help.map(([option, meaning]) => `  ${option.padEnd(width)}${meaning}`);
  return [`pnpm desk ${name} ${usage}`, '', summary, '', ...lines].join('\n');
}

function overview(words: readonly string[]): number {
  const asked = words.length === 0 || words.includes('--help') || words.includes('-h');
  const lines = commands.map(({ name, usage, summary }) => `  pnpm desk ${name} ${usage}\n      ${summary}`);
  const text = `${lines.join('\n')}\n\nEach takes --help. They work on DATABASE_URL, or on the desk that runs here.\n`;
  if (asked) process.stdout.write(text);
  else process.stderr.write(`There is no command "${words.join(' ')}".\n\n${text}`);
  return asked ? 0 : 2;
}
