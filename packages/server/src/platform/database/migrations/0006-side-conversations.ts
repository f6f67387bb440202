import { Migration } from '@mikro-orm/migrations';

/** Side conversations: their participants, messages, signed addresses and Message-IDs; mails and files that belong to them. */
export class SideConversations0006 extends Migration {
  override async up(): Promise<void> {
    this.addSql(/* sql */ `
      create table "side_conversation" ("id" uuid not null default uuidv7(), "ticket_id" uuid not null, "subject" text not null, "state" text not null default 'OPEN', "created_by_id" uuid null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), primary key ("id"));
      create index "side_conversation_ticket_id_index" on "side_conversation" ("ticket_id");
      alter table "side_conversation" add constraint "side_conversation_state_known" check (state in ('OPEN', 'CLOSED'));
      create table "side_participant" ("side_conversation_id" uuid not null, "person_id" uuid not null, "address" text not null, "header" text not null, "since" timestamptz not null default now(), primary key ("side_conversation_id", "person_id"));
      create index "side_participant_person_id_index" on "side_participant" ("person_id");
      alter table "side_participant" add constraint "side_participant_header_known" check (header in ('TO', 'CC', 'BCC'));
      create table "side_message" ("id" uuid not null default uuidv7(), "side_conversation_id" uuid not null, "author_id" uuid null, "body_text" text not null, "body_html" text null, "quoted_text" text null, "via" text not null, "decision" jsonb null, "recipients" jsonb not null default '[]', "told" jsonb not null default '[]', "shown" boolean not null default true, "flags" text[] not null default '{}', "inbound_message_id" uuid null, "client_key" text null, "created_at" timestamptz not null default now(), primary key ("id"));
      create index "side_message_author_id_index" on "side_message" ("author_id");
      alter table "side_message" add constraint "side_message_inbound_message_id_unique" unique ("inbound_message_id");
      create index "side_message_conversation" on "side_message" ("side_conversation_id", "id");
      alter table "side_message" add constraint "side_message_client_key" unique ("author_id", "client_key");
      alter table "side_message" add constraint "side_message_via_known" check (via in ('CONSOLE', 'API', 'MAIL', 'HELP_CENTER', 'SYSTEM'));
      create table "side_reply_address" ("token" text not null, "side_conversation_id" uuid not null, "person_id" uuid not null, "seen_by_outsiders" boolean not null default false, "issued_at" timestamptz not null default now(), primary key ("token"));
      create index "side_reply_address_person_id_index" on "side_reply_address" ("person_id");
      alter table "side_reply_address" add constraint "side_reply_address_once" unique ("side_conversation_id", "person_id");
      create table "side_message_reference" ("message_id" text not null, "side_conversation_id" uuid not null, "created_at" timestamptz not null default now(), primary key ("message_id", "side_conversation_id"));
      create index "side_message_reference_side_conversation_id_index" on "side_message_reference" ("side_conversation_id");
      alter table "side_conversation" add constraint "side_conversation_ticket_id_foreign" foreign key ("ticket_id") references "ticket" ("id");
      alter table "side_conversation" add constraint "side_conversation_created_by_id_foreign" foreign key ("created_by_id") references "person" ("id") on delete set null;
      alter table "side_participant" add constraint "side_participant_side_conversation_id_foreign" foreign key ("side_conversation_id") references "side_conversation" ("id") on update cascade on delete cascade;
      alter table "side_participant" add constraint "side_participant_person_id_foreign" foreign key ("person_id") references "person" ("id") on update cascade on delete cascade;
      alter table "side_message" add constraint "side_message_side_conversation_id_foreign" foreign key ("side_conversation_id") references "side_conversation" ("id");
      alter table "side_message" add constraint "side_message_author_id_foreign" foreign key ("author_id") references "person" ("id") on delete set null;
      alter table "side_message" add constraint "side_message_inbound_message_id_foreign" foreign key ("inbound_message_id") references "inbound_message" ("id") on delete set null;
      alter table "side_reply_address" add constraint "side_reply_address_side_conversation_id_foreign" foreign key ("side_conversation_id") references "side_conversation" ("id");
      alter table "side_reply_address" add constraint "side_reply_address_person_id_foreign" foreign key ("person_id") references "person" ("id");
      alter table "side_message_reference" add constraint "side_message_reference_side_conversation_id_foreign" foreign key ("side_conversation_id") references "side_conversation" ("id");
      alter table "outbound_message" add column "side_message_id" uuid null;
      create index "outbound_message_side_message_id_index" on "outbound_message" ("side_message_id");
      alter table "outbound_message" add constraint "outbound_message_side_message_id_foreign" foreign key ("side_message_id") references "side_message" ("id") on delete set null;
      alter table "attachment" alter column "comment_id" drop not null;
      alter table "attachment" add column "side_message_id" uuid null;
      create index "attachment_side_message_id_index" on "attachment" ("side_message_id");
      alter table "attachment" drop constraint "attachment_comment_id_foreign";
      alter table "attachment" add constraint "attachment_comment_id_foreign" foreign key ("comment_id") references "comment" ("id") on delete set null;
      alter table "attachment" add constraint "attachment_side_message_id_foreign" foreign key ("side_message_id") references "side_message" ("id") on delete set null;
      alter table "attachment" add constraint "attachment_one_owner" check (num_nonnulls(comment_id, side_message_id) = 1);
    `);
  }
}
