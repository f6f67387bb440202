import { Migration } from '@mikro-orm/migrations';

/** Priority and tags; which closed ticket one carries on; and suspended mails that are gone after some days. */
export class PriorityTags0009 extends Migration {
  override async up(): Promise<void> {
    this.addSql(/* sql */ `
      alter table "ticket" add column "priority" text not null default 'NORMAL', add column "tags" text[] not null default '{}', add column "follow_up_of_id" uuid null;
      alter table "ticket" add constraint "ticket_priority_known" check (priority in ('LOW', 'NORMAL', 'HIGH', 'URGENT'));
      create index "ticket_follow_up_of" on "ticket" ("follow_up_of_id") where follow_up_of_id is not null;
      create index "ticket_tags" on "ticket" using gin ("tags") where tags <> '{}';
      alter table "inbound_message" alter column "raw_sha256" drop not null;
      alter table "inbound_message" drop constraint "inbound_message_status_known";
      alter table "inbound_message" add constraint "inbound_message_status_known" check (status in ('RECEIVED', 'DONE', 'SUSPENDED', 'REJECTED', 'DISCARDED', 'FAILED', 'EXPIRED'));
    `);
  }
}
