import { defineEntity, p } from '@mikro-orm/core';
import { moment } from '../../platform/database/columns.ts';
import { Department } from '../departments/department.entity.ts';
import { Ticket } from '../tickets/ticket.entity.ts';

/** When an automation acts on a ticket. `done`: it has, and does not act again until what it counts from has moved. */
export const AutomationDue = defineEntity({
  name: 'AutomationDue',
  tableName: 'automation_due',
  properties: {
    ticket: () => p.manyToOne(Ticket).mapToPk().primary().deleteRule('cascade'),
    triggerId: p.uuid().primary().index(),
    /** What its hours count from. */
    since: moment(),
    dueAt: moment(),
    done: p.boolean().default(false),
  },
  indexes: [
    {
      name: 'automation_due_next',
      properties: ['dueAt'],
      expression: 'create index "automation_due_next" on "automation_due" ("due_at") where not done',
    },
  ],
});

/** An automation is new or another than before: the department's tickets after `lastTicketId` still want their rows. */
export const AutomationFill = defineEntity({
  name: 'AutomationFill',
  tableName: 'automation_fill',
  properties: {
    triggerId: p.uuid().primary(),
    department: () => p.manyToOne(Department).mapToPk().deleteRule('cascade'),
    lastTicketId: p.uuid().nullable(),
  },
});
