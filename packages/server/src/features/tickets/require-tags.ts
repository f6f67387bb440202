import { readTags } from '@copydesk/rules';
import { Refusal } from '../../platform/refusal.ts';

/** Tags as the desk keeps them. @throws Refusal INVALID for too many, or too long ones */
export function requireTags(given: readonly string[]): readonly string[] {
  const read = readTags(given);
  if (!read.ok) throw Refusal.of('INVALID', read.message, ['tags']);
  return read.tags;
}
