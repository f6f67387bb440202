import { Migration } from '@mikro-orm/migrations';

/**
 * Triggers, and when automations are due. A department that is there already gets the triggers by which it writes to
 * customers as before. `automation_fill`: an automation is new or another, and the tickets up to `last_ticket_id` have
 * got their rows.
 */
export class Triggers0007 extends Migration {
  override async up(): Promise<void> {
    this.addSql(/* sql */ `
      alter table "department" add column "triggers" jsonb not null default '[]';
      update "department" set "triggers" = (
        select jsonb_agg(jsonb_build_object('id', uuidv7(), 'name', t."name", 'active', t."active", 'on', t."on", 'after', null,
          'conditions', jsonb_build_object('all', case when t."changed" is null then '[]'
            else jsonb_build_array(jsonb_build_object('field', 'CHANGED', 'is', 'IS', 'values', jsonb_build_array(t."changed"))) end, 'any', '[]'::jsonb),
          'actions', jsonb_build_array(jsonb_build_object('kind', 'NOTIFY', 'values', jsonb_build_array(t."audience")))) order by t."place")
        from (values
          (1, 'Tell requester and CCs of a new ticket', true, '["TICKET_CREATED"]'::jsonb, 'REQUESTER_AND_CCS', null),
          (2, 'Tell requester and CCs of public comments', true, '["COMMENT_ADDED", "COMMENT_EDITED", "COMMENT_DELETED"]'::jsonb, 'REQUESTER_AND_CCS', null),
          (3, 'Tell the department of a new ticket', false, '["TICKET_CREATED"]'::jsonb, 'DEPARTMENT', null),
          (4, 'Tell requester and CCs of a new status', false, '["TICKET_CHANGED"]'::jsonb, 'REQUESTER_AND_CCS', 'STATUS'),
          (5, 'Tell requester and CCs of a new assignee', false, '["TICKET_CHANGED"]'::jsonb, 'REQUESTER_AND_CCS', 'ASSIGNEE'),
          (6, 'Tell requester and CCs of a merge', false, '["TICKET_MERGED"]'::jsonb, 'REQUESTER_AND_CCS', null),
          (7, 'Tell requester and CCs of a rating', false, '["RATING_GIVEN"]'::jsonb, 'REQUESTER_AND_CCS', null)
        ) as t("place", "name", "active", "on", "audience", "changed")
        where "department"."id" is not null);
      create table "automation_due" ("ticket_id" uuid not null, "trigger_id" uuid not null, "since" timestamptz not null, "due_at" timestamptz not null, "done" boolean not null default false, primary key ("ticket_id", "trigger_id"));
      create index "automation_due_trigger_id_index" on "automation_due" ("trigger_id");
      create index "automation_due_next" on "automation_due" ("due_at") where not done;
      create table "automation_fill" ("trigger_id" uuid not null, "department_id" uuid not null, "last_ticket_id" uuid null, primary key ("trigger_id"));
      alter table "automation_due" add constraint "automation_due_ticket_id_foreign" foreign key ("ticket_id") references "ticket" ("id") on delete cascade;
      alter table "automation_fill" add constraint "automation_fill_department_id_foreign" foreign key ("department_id") references "department" ("id") on delete cascade;
    `);
  }
}
