import { Migration } from '@mikro-orm/migrations';

/** What customers think of replies and closures, who of the team is at a ticket right now, and texts not yet sent. */
export class RatingsPresenceDrafts0011 extends Migration {
  override async up(): Promise<void> {
    this.addSql(/* sql */ `
      create unlogged table "presence" ("ticket_id" uuid not null, "person_id" uuid not null, "client_key" text not null, "state" text not null, "since" timestamptz not null default now(), "expires_at" timestamptz not null, primary key ("ticket_id", "person_id", "client_key"));
      create index "presence_expires_at_index" on "presence" ("expires_at");
      create table "draft" ("ticket_id" uuid not null, "person_id" uuid not null, "visibility" text not null, "body" text not null, "updated_at" timestamptz not null default now(), primary key ("ticket_id", "person_id", "visibility"));
      create table "rating_link" ("token_hash" text not null, "ticket_id" uuid not null, "person_id" uuid not null, "comment_id" uuid null, "closure_seq" int null, "expires_at" timestamptz not null, primary key ("token_hash"));
      create index "rating_link_expires_at_index" on "rating_link" ("expires_at");
      create table "rating" ("id" uuid not null default uuidv7(), "ticket_id" uuid not null, "person_id" uuid not null, "comment_id" uuid null, "closure_seq" int null, "score" text not null, "remark" text null, "client_key" text null, "given_at" timestamptz not null default now(), primary key ("id"));
      alter table "rating" add constraint "rating_of_closure" unique ("ticket_id", "person_id", "closure_seq");
      alter table "rating" add constraint "rating_of_reply" unique ("comment_id", "person_id");
      alter table "presence" add constraint "presence_state_known" check (state in ('VIEWING', 'WRITING_NOTE', 'WRITING_REPLY'));
      alter table "draft" add constraint "draft_ticket_id_foreign" foreign key ("ticket_id") references "ticket" ("id");
      alter table "draft" add constraint "draft_person_id_foreign" foreign key ("person_id") references "person" ("id");
      alter table "draft" add constraint "draft_visibility_known" check (visibility in ('PUBLIC', 'INTERNAL'));
      alter table "rating_link" add constraint "rating_link_ticket_id_foreign" foreign key ("ticket_id") references "ticket" ("id");
      alter table "rating_link" add constraint "rating_link_person_id_foreign" foreign key ("person_id") references "person" ("id");
      alter table "rating_link" add constraint "rating_link_comment_id_foreign" foreign key ("comment_id") references "comment" ("id") on delete set null;
      alter table "rating_link" add constraint "rating_link_one_occasion" check (num_nonnulls(comment_id, closure_seq) = 1);
      alter table "rating" add constraint "rating_ticket_id_foreign" foreign key ("ticket_id") references "ticket" ("id");
      alter table "rating" add constraint "rating_person_id_foreign" foreign key ("person_id") references "person" ("id");
      alter table "rating" add constraint "rating_comment_id_foreign" foreign key ("comment_id") references "comment" ("id") on delete set null;
      alter table "rating" add constraint "rating_score_known" check (score in ('GOOD', 'BAD'));
      alter table "rating" add constraint "rating_one_occasion" check (num_nonnulls(comment_id, closure_seq) = 1);
    `);
  }
}
