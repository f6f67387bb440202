import { Migration } from '@mikro-orm/migrations';

/** Mailboxes that the desk fetches its mail from. */
export class MailAccounts0014 extends Migration {
  override async up(): Promise<void> {
    this.addSql(/* sql */ `
      create table "mail_account" ("id" uuid not null default uuidv7(), "name" text not null, "host" text not null, "port" int not null, "security" text not null, "username" text not null, "password" text not null, "mailbox" text not null, "deliver_to" text not null, "afterwards" text not null, "move_to" text null, "enabled" boolean not null default true, "revision" int not null default 1, "uid_validity" bigint null, "last_uid" bigint not null default '0', "state" text not null default 'WAITING', "last_connected_at" timestamptz null, "last_message_at" timestamptz null, "last_error" text null, "skipped" int not null default 0, "last_skipped" text null, "created_by_id" uuid null, "client_key" text null, "created_at" timestamptz not null default now(), primary key ("id"));
      alter table "mail_account" add constraint "mail_account_client_key" unique ("created_by_id", "client_key");
      alter table "mail_account" add constraint "mail_account_mailbox" unique ("host", "username", "mailbox");
      alter table "mail_account" add constraint "mail_account_created_by_id_foreign" foreign key ("created_by_id") references "person" ("id") on delete set null;
      alter table "mail_account" add constraint "mail_account_security_known" check (security in ('TLS', 'STARTTLS', 'NONE'));
      alter table "mail_account" add constraint "mail_account_afterwards_known" check (afterwards in ('KEEP_SEEN', 'MOVE', 'DELETE'));
      alter table "mail_account" add constraint "mail_account_state_known" check (state in ('WAITING', 'CONNECTED', 'FAILED', 'DISABLED'));
      alter table "mail_account" add constraint "mail_account_moves_somewhere" check ((afterwards = 'MOVE') = (move_to is not null));
    `);
  }
}
