import type { PresenceState } from '../../gql/graphql.ts';

/** Somebody else of the team at the ticket. */
export type Present = { id: string; name: string; state: PresenceState };

const WRITES: Partial<Record<PresenceState, string>> = {
  WRITING_NOTE: 'is writing a note',
  WRITING_REPLY: 'is writing a reply',
};

/** "Viewing: Ben, Lee" and "Fay is writing a note": who looks on first, then who is at work, each in a sentence. */
export function presenceSentences(people: readonly Present[]): { viewing: string | null; writing: string[] } {
  const viewing = people.filter(({ state }) => state === 'VIEWING').map(({ name }) => name);
  return {
    viewing: viewing.length > 0 ? `Viewing: ${viewing.join(', ')}` : null,
    writing: people.flatMap(({ name, state }) => (WRITES[state] ? [`${name} ${WRITES[state]}`] : [])),
  };
}
