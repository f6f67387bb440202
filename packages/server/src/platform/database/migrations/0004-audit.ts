import { Migration } from '@mikro-orm/migrations';

/** Who changed what about the desk itself; and the order in which people are listed. */
export class Audit0004 extends Migration {
  override async up(): Promise<void> {
    this.addSql(/* sql */ `
      create table "audit" ("id" uuid not null default uuidv7(), "at" timestamptz not null default now(), "actor_id" uuid null, "subject_kind" text not null, "subject_id" uuid not null, "action" text not null, "old" jsonb null, "new" jsonb null, primary key ("id"));
      create index "audit_subject" on "audit" ("subject_id", "at");
      create index "person_name" on "person" ("name", "id");
    `);
  }
}
