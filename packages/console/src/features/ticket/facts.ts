/** The facts of a check, from its JSON, as names and values for people: `authorIsCc: true` → `author is cc`, `yes`. */
export function readFacts(json: string): readonly (readonly [string, string])[] {
  try {
    const facts: unknown = JSON.parse(json);
    if (typeof facts !== 'object' || facts === null) return [];
    return Object.entries(facts).map(([name, value]) => [inWords(name), said(value)] as const);
  } catch {
    return [];
  }
}

/** A setting keeps its key, as the admin's pages show it. */
function inWords(name: string): string {
  if (name.includes('.')) return name;
  return name.replaceAll(
    /([a-z0-9])([A-Z])/gu,
    (_both, before: string, after: string) => `${before} ${after.toLowerCase()}`,
  );
}

function said(value: unknown): string {
  if (value === true) return 'yes';
  if (value === false) return 'no';
  if (value === null || value === undefined || value === '') return 'none';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(said).join(', ');
  if (typeof value === 'object') return JSON.stringify(value);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return /^[A-Z][A-Z_]{3,}$/u.test(text) ? text.toLowerCase().replaceAll('_', ' ') : text;
}
