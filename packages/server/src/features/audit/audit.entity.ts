import { defineEntity, p } from '@mikro-orm/core';
import { id, writtenAt } from '../../platform/database/columns.ts';

/**
 * Who changed what about the desk itself, with the values before and after. Holds no foreign keys: it outlives what it
 * tells of. What happens to tickets stands in the log of events.
 */
export const Audit = defineEntity({
  name: 'Audit',
  tableName: 'audit',
  properties: {
    id: id(),
    at: writtenAt(),
    /** Null: the operator of the machine, by the command line. */
    actorId: p.uuid().nullable(),
    subjectKind: p.text(),
    subjectId: p.uuid(),
    action: p.text(),
    old: p.json<unknown>().nullable(),
    new: p.json<unknown>().nullable(),
  },
  indexes: [
    { name: 'audit_subject', properties: ['subjectId', 'at'] },
    { name: 'audit_at', properties: ['at', 'id'] },
  ],
});
