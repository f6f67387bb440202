import { Migration } from '@mikro-orm/migrations';

/** Who has seen a signed reply address, instead of whether somebody has: a customer's counts while they all take part. */
export class ReplyAddressSeenBy0015 extends Migration {
  override async up(): Promise<void> {
    this.addSql(/* sql */ `
      alter table "reply_address" add column "seen_by" text[] not null default '{}';
      update "reply_address" set seen_by = array['unknown'] where seen_by_outsiders;
      alter table "reply_address" drop column "seen_by_outsiders";
      alter table "side_reply_address" add column "seen_by" text[] not null default '{}';
      update "side_reply_address" set seen_by = array['unknown'] where seen_by_outsiders;
      alter table "side_reply_address" drop column "seen_by_outsiders";
    `);
  }
}
