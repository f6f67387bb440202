import type { Party } from '@copydesk/rules';
import type { Context } from '../../../platform/graphql/context.ts';
import { globalId } from '../../../platform/graphql/ids.ts';
import { departmentById } from '../../departments/index.ts';
import { addressesByPersonId, organizationByPersonId } from '../loaders.ts';

export const personType = {
  Person: {
    id: (row: Party) => globalId('Person', row.id),
    addresses: (row: Party, _: unknown, context: Context) => addressesByPersonId(context).load(row.id),
    organization: (row: Party, _: unknown, context: Context) => organizationByPersonId(context).load(row.id),
    departments: async (row: Party, _: unknown, context: Context) => {
      const departments = await departmentById(context).loadMany([...row.departmentIds]);
      return departments.filter((department) => department !== null);
    },
  },
};
