// Tells whether what was made earlier still fits its sources. No dependencies: it runs before anything is installed.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inRoot, root } from './run.mjs';

const skipped = new Set(['node_modules', 'dist', 'coverage', '.vite']);

/** All files of a file or directory, without what is made or installed; missing ones are none. */
export function filesOf(name) {
  const full = inRoot(name);
  let entries;
  try {
    entries = readdirSync(full, { withFileTypes: true });
  } catch (error) {
    if (error.code === 'ENOTDIR') return [name];
    if (error.code === 'ENOENT') return [];
    throw error;
  }
  return entries
    .filter((entry) => !skipped.has(entry.name))
    .flatMap((entry) => filesOf(path.posix.join(name, entry.name)))
    .sort();
}

/** One hash over the names and contents of the files. */
export function fingerprint(names, salt = '') {
  const hash = createHash('sha256').update(salt);
  for (const name of names.flatMap(filesOf)) hash.update(`\0${name}\0`).update(readFileSync(path.join(root, name)));
  return hash.digest('hex');
}

/** What a record in node_modules says was made last, or undefined. */
export function recorded(record) {
  try {
    return JSON.parse(readFileSync(inRoot('node_modules', record), 'utf8')).hash;
  } catch {
    return undefined;
  }
}

export function writeRecord(record, hash) {
  mkdirSync(inRoot('node_modules'), { recursive: true });
  writeFileSync(inRoot('node_modules', record), `${JSON.stringify({ hash })}\n`);
}

export function forgetRecord(record) {
  rmSync(inRoot('node_modules', record), { force: true });
}
