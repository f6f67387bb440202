import type { Desk } from '../platform/desk.ts';
import { UsageError } from './command.ts';

/** The ids of the departments with these slugs, in their order. @throws UsageError that names the known ones */
export async function departmentsBySlug(desk: Desk, slugs: readonly string[]): Promise<string[]> {
  if (slugs.length === 0) return [];
  const known = await desk.db.selectFrom('department').select(['id', 'slug']).orderBy('slug').execute();
  return slugs.map((slug) => {
    const found = known.find((department) => department.slug === slug);
    if (found) return found.id;
    const others =
      known.length > 0 ? `there are ${known.map((department) => department.slug).join(', ')}` : 'there is none yet';
    throw new UsageError(`There is no department "${slug}": ${others}.`);
  });
}
