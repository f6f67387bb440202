import { Refusal } from '../refusal.ts';
import { localId, type GlobalType } from './ids.ts';

// A well-formed id that nothing has, so that an unintelligible one finds nothing either.
const nobody = '00000000-0000-0000-0000-000000000000';

/** The uuid in a global id of the input. @throws Refusal NOT_FOUND, naming the field: a bad id is an unknown thing */
export function inputId(type: GlobalType, id: string, field: string[]): string {
  const local = localId(type, id);
  if (!local) throw Refusal.of('NOT_FOUND', `There is no such ${type.toLowerCase()}.`, field);
  return local;
}

/** The same for what may be left out: undefined and null stay what they are. */
export function optionalInputId<None extends null | undefined>(
  type: GlobalType,
  id: string | None,
  field: string[],
): string | None {
  return typeof id === 'string' ? inputId(type, id, field) : id;
}

/** Ids of a list, one by one. */
export function inputIds(type: GlobalType, ids: readonly string[], field: string): string[] {
  return ids.map((id, index) => inputId(type, id, [field, String(index)]));
}

/** Ids that narrow a list: an unknown one matches nothing. */
export function filterIds(type: GlobalType, ids: readonly string[] | null | undefined): string[] | null {
  return ids?.map((id) => localId(type, id) ?? nobody) ?? null;
}

/** As `filterIds`, for one id. */
export function filterId(type: GlobalType, id: string | null | undefined): string | null {
  return id == null ? null : (localId(type, id) ?? nobody);
}

type PersonInput = { id?: string | null; email?: string | null; name?: string | null };

/** People of an input, with their ids as uuids. */
export function inputPeople(people: readonly PersonInput[] | null | undefined, field: string): PersonInput[] {
  return (people ?? []).map((person, index) => ({
    ...person,
    id: optionalInputId('Person', person.id ?? null, [field, String(index), 'id']),
  }));
}
