import { Migration } from '@mikro-orm/migrations';

/** How many mails a ticket takes within an hour, and how many acknowledgements a sender gets: settings, and what counts them. */
export class MailLimits0017 extends Migration {
  override async up(): Promise<void> {
    const withLimits = `jsonb_set(policy, '{mail}', '{"hourlyPerTicket": 60, "hourlyAcknowledgements": 1}'::jsonb || (policy -> 'mail'))`;
    this.addSql(/* sql */ `
      update department set policy = ${withLimits};
      update policy_version set policy = ${withLimits};
      drop index "inbound_message_ticket_id_index";
      create index "inbound_message_on_ticket" on "inbound_message" ("ticket_id", "received_at");
      create index "outbound_message_acknowledgements" on "outbound_message" ("address", "created_at") where told ->> 'mail' = 'ACKNOWLEDGEMENT';
    `);
  }
}
