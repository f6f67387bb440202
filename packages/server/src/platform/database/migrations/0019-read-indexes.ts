import { Migration } from '@mikro-orm/migrations';

/** Colleagues are found by name, which mail commands name them by. */
export class ReadIndexes0019 extends Migration {
  override up(): void {
    this.addSql(`create index "person_team_name" on "person" (lower(name)) where role <> 'END_USER';`);
  }
}
