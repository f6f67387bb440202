import type { Party, SideHeader, SideParticipant } from '../src/index.ts';
import { C2 } from './example.ts';

export const who = (id: string, more: Partial<Party> = {}): Party => ({
  ...C2,
  id,
  name: id,
  address: `${id}@else.test`,
  ...more,
});
export const X = who('xavier');
export const ANN = who('ann');
export const BOB = who('bob');

export const stands = (header: SideHeader, person: Party): SideParticipant => ({
  person,
  header,
  address: person.address!,
});
export const EVERYBODY = [stands('TO', X), stands('CC', ANN), stands('BCC', BOB)];
