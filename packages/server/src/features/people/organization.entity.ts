import { defineEntity, p } from '@mikro-orm/core';
import { id, writtenAt } from '../../platform/database/columns.ts';

export const Organization = defineEntity({
  name: 'Organization',
  tableName: 'organization',
  properties: {
    id: id(),
    name: p.text().unique(),
    domains: p.array().columnType('text[]').defaultRaw(`'{}'`),
    createdAt: writtenAt(),
  },
  indexes: [
    {
      name: 'organization_words',
      expression: `create index "organization_words" on "organization" using gin (search.words(name))`,
    },
  ],
});
