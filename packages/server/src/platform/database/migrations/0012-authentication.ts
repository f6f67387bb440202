import { Migration } from '@mikro-orm/migrations';

/** What SPF, DKIM and DMARC said of a mail is kept with it. */
export class Authentication0012 extends Migration {
  override up(): void {
    this.addSql(`alter table "inbound_message" add column "helo" text null, add column "authentication" jsonb null;`);
  }
}
