/** A setting's value, from its JSON, in words: `true` → `yes`, `"KEEP_FIRST"` → `keep first`, `[]` → `none`. */
export function settingWords(json: string): string {
  try {
    return said(JSON.parse(json) as unknown);
  } catch {
    return json;
  }
}

function said(value: unknown): string {
  if (value === true) return 'yes';
  if (value === false) return 'no';
  if (value === null || value === undefined || value === '') return 'none';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(said).join(', ');
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return /^[A-Z][A-Z0-9_]*$/u.test(text) ? text.toLowerCase().replaceAll('_', ' ') : text;
}
