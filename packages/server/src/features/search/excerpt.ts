export type ExcerptPart = { text: string; found: boolean };

const around = 60;
const longest = 240;
/** As far as the index reads a text. */
const readUpTo = 50_000;
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]/u;

/** The place in a text where a question is answered, with what was asked for marked; its beginning, if it is not found. */
export function excerptOf(text: string, query: string): ExcerptPart[] {
  const folded = fold(text.slice(0, readUpTo));
  const found = query.split(/\s+/u).flatMap((part) => placesOf(folded, part));
  found.sort((one, other) => one.from - other.from);
  const start = Math.max(0, (found[0]?.from ?? 0) - around);
  const from = start === 0 ? 0 : start + (text.slice(start).match(/^\S{0,20}\s+/u)?.[0].length ?? 0);
  const to = Math.min(text.length, from + longest);
  const parts: ExcerptPart[] = [];
  const add = (upTo: number, isFound: boolean, at: number) => {
    const piece = text.slice(at, upTo).replaceAll(/\s+/gu, ' ');
    if (piece !== '') parts.push({ text: piece, found: isFound });
  };
  let at = from;
  if (from > 0) parts.push({ text: '…', found: false });
  for (const place of found) {
    if (place.from < at || place.to > to) continue;
    add(place.from, false, at);
    add(place.to, true, place.from);
    at = place.to;
  }
  add(to, false, at);
  if (to < text.length) parts.push({ text: '…', found: false });
  return parts;
}

/** A text as the index sees it (`search.letters`), and where in the original each of its characters stands. */
type Folded = { text: string; places: number[] };

function fold(text: string): Folded {
  let folded = '';
  const places: number[] = [];
  let at = 0;
  for (const character of text) {
    const plain = foldCharacter(character);
    folded += plain;
    for (let i = 0; i < plain.length; i += 1) places.push(at);
    at += character.length;
  }
  places.push(at);
  return { text: folded, places };
}

function foldCharacter(character: string): string {
  const letter = character
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f]/gu, '')
    .normalize('NFKC')
    .toLowerCase();
  return letter === '' ? '' : letter.replaceAll(/[^\p{L}\p{N}\p{M}]/gu, ' ');
}

/** One part of the question, in one piece, begun where a word begins. */
function placesOf({ text, places }: Folded, part: string): { from: number; to: number }[] {
  const words = fold(part)
    .text.split(' ')
    .filter((word) => word !== '');
  const [first] = words;
  if (first === undefined) return [];
  const begun = unspaced.test(first) ? '' : String.raw`(?<![\p{L}\p{N}])`;
  const pattern = new RegExp(begun + words.join(' +'), 'gu');
  return [...text.matchAll(pattern)].slice(0, 50).flatMap(({ 0: match, index }) => {
    const [from, to] = [places[index], places[index + match.length]];
    return from === undefined || to === undefined ? [] : [{ from, to }];
  });
}
