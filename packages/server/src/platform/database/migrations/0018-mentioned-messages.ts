import { Migration } from '@mikro-orm/migrations';

/** Messages that never came to the desk, of which a mail of the ticket speaks: nobody knows whom they named. */
export class MentionedMessages0018 extends Migration {
  override async up(): Promise<void> {
    this.addSql(/* sql */ `alter table "message_reference" alter column "named" drop not null;`);
  }
}
