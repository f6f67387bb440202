import { Migration } from '@mikro-orm/migrations';

/** Departments write their own mails, in languages; a mail to many people goes out in batches. */
export class MailTexts0008 extends Migration {
  override async up(): Promise<void> {
    this.addSql(/* sql */ `
      alter table "department" add column "language" text not null default 'en', add column "mail_templates" jsonb not null default '{}';
      alter table "department" add constraint "department_language_known" check (language in ('en', 'ja', 'cs'));
      update "person" set "language" = null where "language" not in ('en', 'ja', 'cs');
      alter table "person" add constraint "person_language_known" check (language in ('en', 'ja', 'cs'));
      alter table "outbound_message" add column "batch" int not null default 1;
    `);
  }
}
