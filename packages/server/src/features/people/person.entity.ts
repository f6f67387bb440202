import { defineEntity, p } from '@mikro-orm/core';
import type { PersonState, Role } from '@copydesk/rules';
import { LANGUAGES, type Language } from '../../platform/language.ts';
import { id, oneOf, writtenAt } from '../../platform/database/columns.ts';
import { Department } from '../departments/department.entity.ts';
import { Organization } from './organization.entity.ts';

/** Somebody known to the desk: staff or customer. Role and state live here alone; `auth.user` only signs in. */
export const Person = defineEntity({
  name: 'Person',
  tableName: 'person',
  properties: {
    id: id(),
    name: p.text(),
    role: p.text().$type<Role>(),
    state: p.text().$type<PersonState>().default('ACTIVE'),
    mayCommentPublicly: p.boolean().default(true),
    organization: () => p.manyToOne(Organization).mapToPk().nullable().index(),
    /** Of the mails to them; null: their department's. */
    language: p.text().$type<Language>().nullable(),
    /** Rises with every change of what this person may see; part of a live viewer's class. */
    accessVersion: p.integer().default(1),
    createdAt: writtenAt(),
  },
  indexes: [
    { name: 'person_name', properties: ['name', 'id'] },
    {
      name: 'person_team_name',
      expression: `create index "person_team_name" on "person" (lower(name)) where role <> 'END_USER'`,
    },
    { name: 'person_words', expression: `create index "person_words" on "person" using gin (search.words(name))` },
  ],
  checks: [
    { name: 'person_language_known', expression: oneOf('language', [...LANGUAGES]) },
    { name: 'person_role_known', expression: oneOf('role', ['ADMIN', 'AGENT', 'LIGHT_AGENT', 'END_USER']) },
    {
      name: 'person_state_known',
      expression: oneOf('state', ['ACTIVE', 'SUSPENDED', 'SPAM', 'ANONYMOUS', 'DELETED']),
    },
  ],
});

export const DepartmentMember = defineEntity({
  name: 'DepartmentMember',
  tableName: 'department_member',
  properties: {
    person: () => p.manyToOne(Person).mapToPk().primary().deleteRule('cascade'),
    department: () => p.manyToOne(Department).mapToPk().primary().deleteRule('cascade').index(),
  },
});
