import type { Context } from '../../../platform/graphql/context.ts';
import { globalId } from '../../../platform/graphql/ids.ts';
import { departmentById } from '../../departments/index.ts';
import {
  addressesByPersonId,
  languageByPersonId,
  organizationByPersonId,
  personById,
  undeliverableByPersonId,
} from '../loaders.ts';
import type { PersonRow } from '../party-sql.ts';

type Acted = { actorId: string | null };
/** Who did what other features tell of. */
const actor = ({ actorId }: Acted, _: unknown, context: Context) => actorId && personById(context).load(actorId);

export const personType = {
  AuditEntry: { actor },
  PolicyVersion: { actor },
  Person: {
    id: (row: PersonRow) => globalId('Person', row.id),
    addresses: (row: PersonRow, _: unknown, context: Context) =>
      row.addresses ?? addressesByPersonId(context).load(row.id),
    undeliverableAddresses: (row: PersonRow, _: unknown, context: Context) =>
      undeliverableByPersonId(context).load(row.id),
    organization: (row: PersonRow, _: unknown, context: Context) =>
      row.organization === undefined ? organizationByPersonId(context).load(row.id) : row.organization,
    language: (row: PersonRow, _: unknown, context: Context) =>
      row.language === undefined ? languageByPersonId(context).load(row.id) : row.language,
    departments: async (row: PersonRow, _: unknown, context: Context) => {
      const ids = row.departmentIds ?? (await personById(context).load(row.id))?.departmentIds ?? [];
      const departments = await departmentById(context).loadMany([...ids]);
      return departments.filter((department) => department !== null);
    },
  },
};
