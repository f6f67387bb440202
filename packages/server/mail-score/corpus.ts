import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

/** Where the mails of public projects stand; they are read from there and never copied. */
const FOLDER = resolve(process.env['MAIL_CORPUS'] ?? join(import.meta.dirname, '../../../../shared/mail'));

export const hasCorpus = existsSync(join(FOLDER, 'expect'));

export const whereCorpusIs = FOLDER;

export function mailOf(file: string): Buffer {
  return readFileSync(join(FOLDER, file));
}

export function textOf(file: string): string {
  return mailOf(file).toString('utf8');
}

/** The files of some of the projects, by their names within the corpus. */
export function filesOf(projects: readonly string[]): string[] {
  return projects.flatMap((project) =>
    globSync(`${project}/**/*`, { cwd: FOLDER, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(FOLDER, join(entry.parentPath, entry.name)))
      .toSorted(),
  );
}

/** One of the files with expected results. */
export function expectedOf<T>(name: string): T[] {
  return JSON.parse(textOf(`expect/${name}.json`)) as T[];
}

/** Of a set: how many mails were read as expected, by whom. `misses` names those that were not. */
export type Score = { reader: string; right: number; of: number; misses: string[] };

export type ScoredSet = { set: string; says: string; scores: Score[] };

/** Asks a reader about every case. */
export async function scoreOf<C extends { file: string }>(
  reader: string,
  cases: readonly C[],
  isRight: (one: C) => boolean | Promise<boolean>,
): Promise<Score> {
  const misses: string[] = [];
  for (const one of cases) {
    const right = await Promise.resolve()
      .then(() => isRight(one))
      .catch(() => false);
    if (!right) misses.push(one.file);
  }
  return { reader, right: cases.length - misses.length, of: cases.length, misses };
}
