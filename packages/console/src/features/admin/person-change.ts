import { ROLE_WORD } from '../../design/words.ts';
import type { PersonState, Role } from '../../gql/graphql.ts';

export type PersonChange = { role: Role; state: PersonState; departmentIds: string[] };

const STATE_MEANS: Partial<Readonly<Record<PersonState, string>>> = {
  ACTIVE: 'can write and sign in again',
  SUSPENDED: 'cannot sign in, and their mail waits as suspended',
  SPAM: 'cannot sign in, and their mail is held back as spam',
};

/** What a change of somebody means, a sentence each; none when nothing is changed. */
export function consequences(name: string, before: PersonChange, wanted: PersonChange): string[] {
  const sentences: string[] = [];
  if (wanted.role !== before.role) {
    sentences.push(`${name}, so far ${ROLE_WORD[before.role]}, becomes ${ROLE_WORD[wanted.role]}.`);
    if (wanted.role === 'ADMIN') sentences.push('They will see every department and can change everybody’s role.');
    if (wanted.role === 'END_USER') sentences.push('They lose the console: all internal notes are closed to them.');
    if (before.role === 'END_USER') sentences.push('They will read internal notes of their departments.');
    if (wanted.role === 'LIGHT_AGENT') sentences.push('They can no longer answer customers.');
  }
  const staff = wanted.role === 'AGENT' || wanted.role === 'LIGHT_AGENT';
  const same = [...wanted.departmentIds].sort().join() === [...before.departmentIds].sort().join();
  if (staff && !same) sentences.push(`${name} sees the tickets of the departments chosen here, and no others.`);
  const state = STATE_MEANS[wanted.state];
  if (wanted.state !== before.state && state !== undefined) sentences.push(`${name} ${state}.`);
  return sentences;
}
