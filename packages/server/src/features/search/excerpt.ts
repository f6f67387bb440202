export type ExcerptPart = { text: string; found: boolean };

const around = 60;
const longest = 240;
/** As far as the index reads a text. */
const readUpTo = 50_000;
/** As far as `search.question` reads what is asked. */
const askedUpTo = 200;
/** Places of one part that are looked at: an excerpt shows the first. */
const mostPlaces = 50;
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]/u;

/** The place in a text where a question is answered, with what was asked for marked; its beginning, if it is not found. */
export function excerptOf(text: string, query: string): ExcerptPart[] {
  const folded = fold(text.slice(0, readUpTo));
  const parts = new Set(query.slice(0, askedUpTo).split(/\s+/u));
  const found = [...parts].flatMap((part) => placesOf(folded, part));
  found.sort((one, other) => one.from - other.from);
  const start = Math.max(0, (found[0]?.from ?? 0) - around);
  const from = start === 0 ? 0 : start + (text.slice(start).match(/^\S{0,20}\s+/u)?.[0].length ?? 0);
  const to = Math.min(text.length, from + longest);
  const pieces: ExcerptPart[] = [];
  const add = (upTo: number, isFound: boolean, at: number) => {
    const piece = text.slice(at, upTo).replaceAll(/\s+/gu, ' ');
    if (piece !== '') pieces.push({ text: piece, found: isFound });
  };
  let at = from;
  if (from > 0) pieces.push({ text: '…', found: false });
  for (const place of found) {
    if (place.from < at || place.to > to) continue;
    add(place.from, false, at);
    add(place.to, true, place.from);
    at = place.to;
  }
  add(to, false, at);
  if (to < text.length) pieces.push({ text: '…', found: false });
  return pieces;
}

/** A text as the index sees it (`search.letters`), and where in the original each of its characters stands. */
type Folded = { text: string; places: number[] };

function fold(text: string): Folded {
  // Character by character a long one takes a tenth of a second.
  if (isAscii(text)) {
    const places = Array.from({ length: text.length + 1 }, (_, at) => at);
    return { text: text.toLowerCase().replaceAll(/[^a-z0-9]/gu, ' '), places };
  }
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

const isAscii = (text: string) => Buffer.byteLength(text) === text.length;

/** A language has some thousands of characters; what is remembered begins anew beyond that. */
const remembered = new Map<string, string>();
const MOST_REMEMBERED = 10_000;

function foldCharacter(character: string): string {
  const known = remembered.get(character);
  if (known !== undefined) return known;
  if (remembered.size === MOST_REMEMBERED) remembered.clear();
  const folded = foldedAnew(character);
  remembered.set(character, folded);
  return folded;
}

function foldedAnew(character: string): string {
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
  const matches: RegExpExecArray[] = [];
  for (const match of text.matchAll(pattern)) if (matches.push(match) === mostPlaces) break;
  return matches.flatMap(({ 0: match, index }) => {
    const [from, to] = [places[index], places[index + match.length]];
    return from === undefined || to === undefined ? [] : [{ from, to }];
  });
}
