import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import type { Confidence, Preset } from '@copydesk/rules';
import { type Command, type CommandValues, UsageError } from './command.ts';
import { departmentsBySlug } from './departments-by-slug.ts';

const presets: readonly Preset[] = ['COPYDESK', 'ZENDESK', 'ZOHO_DESK', 'LIVEAGENT'];
const confidences: readonly Confidence[] = ['PROVEN', 'LIKELY', 'UNPROVEN'];

export const simulate: Command = {
  name: 'simulate',
  usage:
    'FILE.eml [--department SLUG] [--from ADDRESS] [--to ADDRESSES] [--by IP] [--preset PRESET] [--confidence LEVEL]',
  summary: 'Prints as JSON what would happen to a mail, with each check that was looked at. Nothing is written.',
  options: Object.fromEntries(
    ['department', 'from', 'to', 'by', 'preset', 'confidence'].map((name) => [name, { type: 'string' }]),
  ),
  help: [
    ['FILE.eml', 'the whole message; - reads it from standard input'],
    ['--department SLUG', 'the department that gets it; left out: the one that its recipients name'],
    ['--from ADDRESS', "the envelope's sender; left out: the Return-Path"],
    ['--to ADDRESSES', "the envelope's recipients, comma separated; left out: the department"],
    ['--by IP', 'who hands it over: TRUSTED_RELAYS and SPF look at it; left out: nobody'],
    ['--preset PRESET', `judge by ${presets.join(', ')} instead of the department's settings`],
    ['--confidence LEVEL', `judge the sender as ${confidences.join(', ')}; left out: as what the mail proves`],
  ],
  async run(open, values, [file]) {
    if (!file) throw new UsageError('The file with the message is missing.');
    const slug = textOf(values, 'department');
    const asked = {
      raw: await readMessage(file),
      envelope: {
        from: textOf(values, 'from'),
        to: textOf(values, 'to')?.split(','),
        remoteAddress: addressOf(textOf(values, 'by')),
      },
      preset: oneOf(values['preset'], presets, '--preset'),
      confidence: oneOf(values['confidence'], confidences, '--confidence'),
    };
    const { simulateMessage } = await import('../features/inbound/index.ts');
    const desk = await open();
    const [departmentId = null] = slug === null ? [] : await departmentsBySlug(desk, [slug]);
    return JSON.stringify(await simulateMessage(desk, { ...asked, departmentId }), null, 2);
  },
};

async function readMessage(file: string): Promise<Buffer> {
  const raw = await readFile(file === '-' ? '/dev/stdin' : file).catch((error: Error) => {
    throw new UsageError(`${file} cannot be read: ${error.message}.`);
  });
  if (raw.length === 0) throw new UsageError(`${file} is empty: give the whole message, with its headers.`);
  return raw;
}

function textOf(values: CommandValues, name: string): string | null {
  const value = values[name];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

function addressOf(address: string | null): string | null {
  if (address !== null && isIP(address) === 0) throw new UsageError(`--by must be an IP address, and is ${address}.`);
  return address;
}

function oneOf<T extends string>(value: unknown, known: readonly T[], option: string): T | null {
  if (typeof value !== 'string') return null;
  const found = known.find((one) => one === value.toUpperCase());
  if (!found) throw new UsageError(`${option} must be one of ${known.join(', ')}.`);
  return found;
}
