import { Migration } from '@mikro-orm/migrations';

/** A mail's body hash, by which the same message is known when it arrives by another path, and its first words. */
export class InboundBody0003 extends Migration {
  override async up(): Promise<void> {
    this.addSql(/* sql */ `
      alter table "inbound_message" add column "body_sha256" text null, add column "preview" text null;
    `);
  }
}
