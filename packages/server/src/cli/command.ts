import type { ParseArgsConfig } from 'node:util';
import type { Desk } from '../platform/desk.ts';

export type CommandValues = Record<string, string | boolean | undefined>;

/** One command of `pnpm desk`. */
export type Command = {
  /** The words that name it, such as `token create`. */
  name: string;
  /** What follows them, for the help. */
  usage: string;
  summary: string;
  options: NonNullable<ParseArgsConfig['options']>;
  /** What each option means, in the order of the help. */
  help: readonly [option: string, meaning: string][];
  /**
   * Runs it; what it returns is printed on stdout. The desk is opened, and what works on it loaded, once the words are
   * found to be right: whoever asks for help or mistypes waits for neither.
   * @throws UsageError, Refusal
   */
  run(open: () => Promise<Desk>, values: CommandValues, positionals: readonly string[]): Promise<string>;
};

/** The command was called in a way that it does not understand; `message` is a sentence. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** The text of a required option. @throws UsageError */
export function required(values: CommandValues, name: string): string {
  const value = values[name];
  if (typeof value === 'string' && value.trim() !== '') return value;
  throw new UsageError(`--${name} is missing.`);
}
