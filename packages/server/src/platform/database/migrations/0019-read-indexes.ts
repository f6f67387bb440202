import { Migration } from '@mikro-orm/migrations';

/** Colleagues are found by name, which mail commands name them by; tickets are listed in the order in which they came. */
export class ReadIndexes0019 extends Migration {
  override up(): void {
    this.addSql(`create index "person_team_name" on "person" (lower(name)) where role <> 'END_USER';`);
    this.addSql(`create index "ticket_created" on "ticket" ("created_at", "id");`);
  }
}
