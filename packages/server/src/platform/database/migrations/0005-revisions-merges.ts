import { Migration } from '@mikro-orm/migrations';

/** Comments that were edited keep what they said; comments that were deleted, tickets that were merged. */
export class RevisionsMerges0005 extends Migration {
  override async up(): Promise<void> {
    this.addSql(/* sql */ `
      alter table "comment" add column "edited_at" timestamptz null, add column "deleted_at" timestamptz null, add column "deleted_by_id" uuid null;
      alter table "comment" add constraint "comment_deleted_by_id_foreign" foreign key ("deleted_by_id") references "person" ("id") on delete set null;
      alter table "comment" add constraint "comment_deleted_is_gone" check (deleted_at is null or (visibility = 'INTERNAL' and body_text = '' and body_html is null and quoted_text is null));
      create table "comment_revision" ("id" uuid not null default uuidv7(), "comment_id" uuid not null, "body_text" text not null, "body_html" text null, "replaced_at" timestamptz not null default now(), "replaced_by_id" uuid null, "client_key" text null, primary key ("id"));
      create index "comment_revision_comment_id_index" on "comment_revision" ("comment_id");
      alter table "comment_revision" add constraint "comment_revision_client_key" unique ("replaced_by_id", "client_key");
      alter table "comment_revision" add constraint "comment_revision_comment_id_foreign" foreign key ("comment_id") references "comment" ("id");
      alter table "comment_revision" add constraint "comment_revision_replaced_by_id_foreign" foreign key ("replaced_by_id") references "person" ("id") on delete set null;
      alter table "ticket" add column "merged_into_id" uuid null;
      create index "ticket_merged_into_id_index" on "ticket" ("merged_into_id");
      alter table "ticket" add constraint "ticket_merged_is_closed" check (merged_into_id is null or (status = 'CLOSED' and merged_into_id <> id));
    `);
  }
}
