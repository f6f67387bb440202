import { defineEntity, p } from '@mikro-orm/core';
import { id, moment, writtenAt } from '../../platform/database/columns.ts';
import { Person } from './person.entity.ts';

/** An API token: only its SHA-256 is kept; `prefix` lets its owner recognise it in a list. */
export const Token = defineEntity({
  name: 'Token',
  tableName: 'token',
  properties: {
    id: id(),
    hash: p.blob().unique(),
    prefix: p.text(),
    name: p.text(),
    person: () => p.manyToOne(Person).mapToPk().deleteRule('cascade').index(),
    createdAt: writtenAt(),
    lastUsedAt: moment().nullable(),
    revokedAt: moment().nullable(),
  },
});
