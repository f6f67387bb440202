import { defineEntity, p } from '@mikro-orm/core';
import type { WarningKind } from '@copydesk/rules';
import { id, moment, writtenAt } from '../../platform/database/columns.ts';
import { Comment } from '../comments/comment.entity.ts';
import { Department } from '../departments/department.entity.ts';
import { Person } from '../people/person.entity.ts';
import { Ticket } from '../tickets/ticket.entity.ts';

export type WarningResolution = 'DISMISS' | 'ADD_AS_CC' | 'COPY_TO_PUBLIC';

export const Warning = defineEntity({
  name: 'Warning',
  tableName: 'warning',
  properties: {
    id: id(),
    ticket: () => p.manyToOne(Ticket).mapToPk().index(),
    comment: () => p.manyToOne(Comment).mapToPk().nullable().index(),
    department: () => p.manyToOne(Department).mapToPk(),
    kind: p.text().$type<WarningKind>(),
    message: p.text(),
    createdAt: writtenAt(),
    resolvedAt: moment().nullable(),
    resolvedBy: () => p.manyToOne(Person).mapToPk().nullable(),
    resolution: p.text().$type<WarningResolution>().nullable(),
  },
  indexes: [{ name: 'warning_open', properties: ['department', 'id'], where: 'resolved_at is null' }],
});
