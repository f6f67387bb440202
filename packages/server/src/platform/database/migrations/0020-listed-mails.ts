import { Migration } from '@mikro-orm/migrations';

/** Mails that became nothing are listed by their status; they are few among those that did. */
export class ListedMails0020 extends Migration {
  override up(): void {
    this.addSql(`create index "inbound_message_nothing" on "inbound_message" ("status", "id")
      where status in ('REJECTED', 'DISCARDED', 'EXPIRED');`);
  }
}
