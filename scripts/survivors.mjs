// The mutants of packages/rules that no test can or need notice, each with its reason.
import { existsSync, readFileSync } from 'node:fs';
import { inRoot } from './run.mjs';

const list = inRoot('packages/rules/mutation-survivors.md');

const oneLine = (text) => text.replaceAll(/\s+/gu, ' ').replaceAll('`', "'").trim();
const short = (text) => (text.length > 90 ? `${text.slice(0, 60)} … ${text.slice(-25)}` : text);

/** A mutant by what it changes, so that it keeps its name when lines move: `was` → `becomes`. */
export function nameOf({ location: { start, end }, replacement }, source) {
  const lines = source.split('\n').slice(start.line - 1, end.line);
  lines[lines.length - 1] = lines.at(-1).slice(0, end.column - 1);
  lines[0] = lines[0].slice(start.column - 1);
  return `\`${short(oneLine(lines.join('\n')))}\` → \`${short(oneLine(replacement ?? ''))}\``;
}

/** Reasons by "file: name", from the list: a heading for each file, and rows `- NAME: reason`. */
export function explanations() {
  const found = new Map();
  let file = '';
  for (const line of existsSync(list) ? readFileSync(list, 'utf8').split('\n') : []) {
    const [, heading] = /^## (\S+\.ts)$/u.exec(line) ?? [];
    file = heading ?? file;
    const [, name, reason] = /^- (`[^`]*` → `[^`]*`): (.+)$/u.exec(line) ?? [];
    if (name) found.set(`${file}: ${name}`, reason);
  }
  return found;
}
