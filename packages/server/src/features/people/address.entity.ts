import { defineEntity, p } from '@mikro-orm/core';
import { moment, writtenAt } from '../../platform/database/columns.ts';
import { Department } from '../departments/department.entity.ts';
import { Person } from './person.entity.ts';

/**
 * A canonical e-mail address and its one owner: a person, or a department whose support address it is. The primary key
 * makes two owners of one address impossible, whatever their kind.
 */
export const Address = defineEntity({
  name: 'Address',
  tableName: 'address',
  properties: {
    canonical: p.text().primary(),
    person: () => p.manyToOne(Person).mapToPk().nullable().index(),
    department: () => p.manyToOne(Department).mapToPk().nullable().index(),
    isPrimary: p.boolean().default(true),
    undeliverableSince: moment().nullable(),
    createdAt: writtenAt(),
  },
  checks: [
    { name: 'address_one_owner', expression: 'num_nonnulls(person_id, department_id) = 1' },
    { name: 'address_canonical', expression: 'canonical = lower(btrim(canonical))' },
  ],
  indexes: [
    {
      name: 'address_words',
      expression: `create index "address_words" on "address" using gin (search.words(canonical))`,
    },
  ],
  triggers: [
    {
      name: 'department_address_added',
      timing: 'after',
      events: ['insert'],
      expression:
        `create trigger department_address_added after insert on address ` +
        `for each row when (new.department_id is not null) ` +
        `execute function department_address_revised();`,
    },
    {
      name: 'department_address_removed',
      timing: 'after',
      events: ['delete'],
      expression:
        `create trigger department_address_removed after delete on address ` +
        `for each row when (old.department_id is not null) ` +
        `execute function department_address_revised();`,
    },
    {
      name: 'department_address_changed',
      timing: 'after',
      events: ['update'],
      expression:
        `create trigger department_address_changed after update on address ` +
        `for each row when (old.department_id is not null or new.department_id is not null) ` +
        `execute function department_address_revised();`,
    },
  ],
  uniques: [{ name: 'address_one_primary', properties: ['person'], where: 'person_id is not null and is_primary' }],
});
