import { canonicalAddress } from './addresses.ts';
import { readTags } from './tags.ts';
import { TICKET_PRIORITIES } from './vocabulary.ts';
import type { TicketPriority, TicketStatus, Visibility } from './vocabulary.ts';

/**
 * A command in the first lines of a mail (seeds/003, "Mail API"). `unreadable`: a line that looks like one, and why it is
 * none. Addresses are canonical; a name is as it was written.
 */
export type MailCommand =
  | { name: 'public'; value: boolean }
  | { name: 'note' }
  | { name: 'status'; value: TicketStatus }
  | { name: 'priority'; value: TicketPriority }
  | { name: 'tags'; value: readonly string[] }
  | { name: 'assignee'; value: string }
  | { name: 'requester'; value: string }
  | { name: 'department'; value: string }
  | { name: 'unreadable'; value: string; because: string };

export type MailCommands = { commands: readonly MailCommand[]; rest: string };

/** What became of a command: `because` is a sentence for people. */
export type CommandResult = { line: string; obeyed: boolean; because: string };

/** More lines than this are no commands but text. */
const MOST = 20;

const WORDS_FOR_STATUS: ReadonlyMap<string, TicketStatus> = new Map([
  ['new', 'NEW'],
  ['open', 'OPEN'],
  ['answered', 'ANSWERED'],
  ['pending', 'ANSWERED'],
  ['hold', 'ON_HOLD'],
  ['on-hold', 'ON_HOLD'],
  ['on_hold', 'ON_HOLD'],
  ['solved', 'SOLVED'],
]);

/** Reads a command's value; a text says what is wrong with it. */
type Reader = (value: string) => MailCommand | string;

const READERS: ReadonlyMap<string, Reader> = new Map(
  Object.entries<Reader>({
    note: (value) => (value === '' ? { name: 'note' } : '#note stands alone.'),
    public: (value) => {
      const word = value.toLowerCase();
      if (word === '' || word === 'true') return { name: 'public', value: true };
      return word === 'false' ? { name: 'public', value: false } : 'After #public comes true, false or nothing.';
    },
    status: (value) => {
      const status = WORDS_FOR_STATUS.get(value.toLowerCase());
      return status ? { name: 'status', value: status } : 'After #status comes open, answered, on-hold or solved.';
    },
    priority: (value) => {
      const priority = TICKET_PRIORITIES.find((one) => one === value.toUpperCase());
      return priority ? { name: 'priority', value: priority } : 'After #priority comes low, normal, high or urgent.';
    },
    tags: (value) => {
      const read = readTags(value.split(/[\s,;]/u));
      if (!read.ok) return read.message;
      return read.tags.length > 0 ? { name: 'tags', value: read.tags } : 'After #tags come the tags.';
    },
    assignee: (value) =>
      value === ''
        ? "After #assignee comes an agent's address or name."
        : { name: 'assignee', value: value.includes('@') ? canonicalAddress(value) : value },
    requester: (value) =>
      /^[^\s@<>(),;:"[\]\\]+@[^\s@<>(),;:"[\]\\]+\.[^\s@.]+$/u.test(value)
        ? { name: 'requester', value: canonicalAddress(value) }
        : 'After #requester comes an e-mail address.',
    department: (value) =>
      value === ''
        ? "After #department comes a department's short name."
        : { name: 'department', value: value.toLowerCase() },
  }),
);

/**
 * Reads the commands that stand in the first lines of a text part, before any other text. `rest` is the text without
 * them. A line that looks like a command but is none we know, or has a value we do not know, stays in the text, and those
 * below it are read all the same: a mistyped `#tags` must not make the `#note` below it public. Whether commands count is
 * not asked here: only proven staff's do.
 */
export function readMailCommands(text: string): MailCommands {
  const lines = text.split(/\r\n|\r|\n/u);
  const commands: MailCommand[] = [];
  const kept: string[] = [];
  let read = 0;
  for (const one of lines) {
    const line = one.trim();
    const command = readCommand(line);
    if (commands.length === MOST || (line !== '' && command === null)) break;
    read += 1;
    if (command !== null) commands.push(command);
    if (command?.name === 'unreadable') kept.push(line);
  }
  const taken = commands.length > kept.length;
  return { commands, rest: taken ? [...kept, ...lines.slice(read)].join('\n') : text };
}

const COMMAND = /^#([a-z]+)(?:\s+(.*))?$/iu;

function readCommand(line: string): MailCommand | null {
  if (!COMMAND.test(line)) return null;
  const name = line.replace(COMMAND, '$1').toLowerCase();
  const read = READERS.get(name)?.(line.replace(COMMAND, '$2')) ?? `There is no command #${name}.`;
  return typeof read === 'string' ? { name: 'unreadable', value: line, because: read } : read;
}

/** What a command wants the mail to be; null: it is about something else. */
export function visibilityAsked(command: Extract<MailCommand, { name: 'note' | 'public' }>): Visibility;
export function visibilityAsked(command: MailCommand): Visibility | null;
export function visibilityAsked(command: MailCommand): Visibility | null {
  if (command.name === 'note') return 'INTERNAL';
  if (command.name === 'public') return command.value ? 'PUBLIC' : 'INTERNAL';
  return null;
}

/** The command as somebody would write it: `#status solved`. */
export function lineOf(command: MailCommand): string {
  if (command.name === 'unreadable') return command.value;
  if (command.name === 'note') return '#note';
  if (command.name === 'tags') return `#tags ${command.value.join(' ')}`;
  const isWord = command.name === 'status' || command.name === 'priority';
  return `#${command.name} ${isWord ? command.value.toLowerCase().replace('_', '-') : command.value}`;
}
