import { readFile } from 'node:fs/promises';
import type { Confidence, Preset } from '@copydesk/rules';
import { simulateMessage } from '../features/inbound/index.ts';
import { type Command, required, UsageError } from './command.ts';
import { departmentsBySlug } from './departments-by-slug.ts';

const presets: readonly Preset[] = ['COPYDESK', 'ZENDESK', 'ZOHO_DESK', 'LIVEAGENT'];
const confidences: readonly Confidence[] = ['PROVEN', 'LIKELY', 'UNPROVEN'];

export const simulate: Command = {
  name: 'simulate',
  usage: 'FILE.eml --department SLUG [--preset PRESET] [--confidence LEVEL]',
  summary: 'Prints as JSON what would happen to a mail, with each check that was looked at. Nothing is written.',
  options: { department: { type: 'string' }, preset: { type: 'string' }, confidence: { type: 'string' } },
  help: [
    ['FILE.eml', 'the whole message; - reads it from standard input'],
    ['--department SLUG', 'the department that gets it'],
    ['--preset PRESET', `judge by ${presets.join(', ')} instead of the department's settings`],
    ['--confidence LEVEL', `how well the sender is proven: ${confidences.join(', ')}`],
  ],
  async run(desk, values, [file]) {
    if (!file) throw new UsageError('The file with the message is missing.');
    const [departmentId = ''] = await departmentsBySlug(desk, [required(values, 'department')]);
    const simulation = await simulateMessage(desk, {
      raw: await readMessage(file),
      departmentId,
      preset: oneOf(values['preset'], presets, '--preset'),
      confidence: oneOf(values['confidence'], confidences, '--confidence'),
    });
    return JSON.stringify(simulation, null, 2);
  },
};

async function readMessage(file: string): Promise<Buffer> {
  try {
    return await readFile(file === '-' ? '/dev/stdin' : file);
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${(error as Error).message}.`);
  }
}

function oneOf<T extends string>(value: unknown, known: readonly T[], option: string): T | null {
  if (typeof value !== 'string') return null;
  const found = known.find((one) => one === value.toUpperCase());
  if (!found) throw new UsageError(`${option} must be one of ${known.join(', ')}.`);
  return found;
}
