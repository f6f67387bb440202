import type { TicketStatus } from './vocabulary.ts';

/** A command in the first lines of a mail (seeds/003, "Mail API"). */
export type MailCommand =
  | { name: 'public'; value: boolean }
  | { name: 'note' }
  | { name: 'status'; value: TicketStatus };

export type MailCommands = { commands: readonly MailCommand[]; rest: string };

const WORDS_FOR_STATUS: Readonly<Record<string, TicketStatus>> = {
  new: 'NEW',
  open: 'OPEN',
  answered: 'ANSWERED',
  pending: 'ANSWERED',
  hold: 'ON_HOLD',
  'on-hold': 'ON_HOLD',
  on_hold: 'ON_HOLD',
  solved: 'SOLVED',
};

/**
 * Reads the commands that stand in the first lines of a text part, before any other text. `rest` is the text without
 * them. A line that looks like a command but is none we know, or has a value we do not know, ends the reading and is
 * text. Whether commands count is not asked here: only proven staff's do.
 */
export function readMailCommands(text: string): MailCommands {
  const lines = text.split(/\r\n|\r|\n/u);
  const commands: MailCommand[] = [];
  let at = 0;
  for (; at < lines.length; at += 1) {
    const line = (lines[at] ?? '').trim();
    if (line === '') continue;
    const command = readCommand(line);
    if (command === null) break;
    commands.push(command);
  }
  return { commands, rest: commands.length === 0 ? text : lines.slice(at).join('\n') };
}

function readCommand(line: string): MailCommand | null {
  const parts = /^#([a-z]+)(?:\s+(\S+))?$/iu.exec(line);
  const name = parts?.[1]?.toLowerCase();
  const value = parts?.[2]?.toLowerCase();
  if (name === 'note' && value === undefined) return { name: 'note' };
  if (name === 'public' && (value === undefined || value === 'true')) return { name: 'public', value: true };
  if (name === 'public' && value === 'false') return { name: 'public', value: false };
  if (name === 'status' && value !== undefined && Object.hasOwn(WORDS_FOR_STATUS, value)) {
    const status = WORDS_FOR_STATUS[value];
    if (status !== undefined) return { name: 'status', value: status };
  }
  return null;
}
