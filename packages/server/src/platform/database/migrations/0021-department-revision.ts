import { Migration } from '@mikro-orm/migrations';

/**
 * What a department is, support addresses included, has a name of its own: whoever has read it once need not read it again
 * while the name is the same (`features/departments/known-departments.ts`). At random, so that no name comes twice, be a
 * transaction undone or a dump restored.
 */
export class DepartmentRevision0021 extends Migration {
  override up(): void {
    this.addSql(`alter table "department" add column "revision" uuid not null default gen_random_uuid();`);
    this.addSql(`
      create function department_revised() returns trigger language plpgsql as $$ begin
        new.revision := gen_random_uuid();
        return new;
      end $$;
      create trigger department_revised before update on department
        for each row execute function department_revised();
      create function department_address_revised() returns trigger language plpgsql as $$ begin
        update department set revision = gen_random_uuid() where id in (old.department_id, new.department_id);
        return null;
      end $$;
      create trigger department_address_added after insert on address
        for each row when (new.department_id is not null) execute function department_address_revised();
      create trigger department_address_removed after delete on address
        for each row when (old.department_id is not null) execute function department_address_revised();
      create trigger department_address_changed after update on address
        for each row when (old.department_id is not null or new.department_id is not null)
        execute function department_address_revised();`);
  }
}
