import { domainToASCII, domainToUnicode } from 'node:url';

/**
 * Characters that may stand in a domain name and look like these letters and digits: from Unicode's confusables (UTS 39,
 * 15.0), those of the BMP that IDNA allows and that are no accented form of another. (Theirs has ӏ look like i; it is l that it is used for.)
 */
const LOOK_LIKE: Readonly<Record<string, string>> = {
  '2': 'ƻᒿ',
  '6': 'б',
  '8': 'ȣ৪੪',
  '9': '৭੧୨൭',
  a: 'ɑαаᗅꓮ',
  aa: 'ꜳ',
  ae: 'æӕ',
  ao: 'ꜵ',
  au: 'ꜷ',
  av: 'ꜹꜻ',
  ay: 'ꜽ',
  b: 'ƀƃɓѣҍᑲᑳᖯᗷꓐ',
  c: 'ȼсҫᴄⲥꓚ',
  d: 'đƌɖɗԁᑯᗞᗪꓒꓓ',
  dz: 'ʣ',
  e: 'ɇеҽҿⴹꓰꬲ',
  f: 'ƒքᖴᵮẝꓝꞙꬵ',
  g: 'ƍǥɠɡցᶃꓖ',
  h: 'ħɦћһհᕼꓧꚕ',
  i: 'ıɨɩɪιіᵻᵼꙇ',
  j: 'ɉϳјᒍꓙ',
  k: 'ƙᛕꓗ',
  l: 'ӏłƚǀɫɭ۱ᒪᛁⵏꓡꓲ',
  ll: 'ǁ',
  ls: 'ʪ',
  lz: 'ʫ',
  m: 'ɱᗰᛖᵯꓟ',
  n: 'ƞɳηոռᵰꓠ',
  o: 'øɵθοσоѳөօ۵०০੦૦ଠ୦௦౦೦ഠ൦๐໐တဝ၀ჿዐᴏᴑⲟⴱⵁⵔꓳꝋꬽꬾ',
  oe: 'œ',
  oo: 'ꚙꝏ',
  p: 'ƥρрᑭᵽⲣꓑ',
  q: 'ʠԛգզⵕ',
  r: 'ɍɼɽгғᖇᴦᵲⲅꓣꭇꭈ',
  s: 'ƽʂѕᵴꓢꜱ',
  t: 'ŧƭᵵꓔ',
  tf: 'ꝷ',
  ts: 'ʦ',
  u: 'ʋυսሀᑌᴜᵾꓴꞟꭎꭒ',
  ue: 'ᵫ',
  uo: 'ꭣ',
  v: 'νѵ۷ᐯᴠⴸꓦꛟ',
  w: 'ɯѡѽԝաᴡꓪꝡ',
  x: 'хᕁᕽᚷⵝꓫ',
  y: 'ƴɏɣʏγуүұყᶌỿꓬꭚ',
  z: 'ƶȥʐᴢᵶꓜ',
};

const PLAIN = new Map(Object.entries(LOOK_LIKE).flatMap(([plain, all]) => all.split('').map((one) => [one, plain])));

/** The ASCII name that a domain would be taken for: `раypal.example` with Cyrillic letters is `paypal.example`. */
export function plainDomain(domain: string): string {
  const decomposed = domainToUnicode(domainToASCII(domain)).normalize('NFD');
  return decomposed.replaceAll(/\p{M}/gu, '').replaceAll(/[^ -~]/gu, (one) => PLAIN.get(one) ?? one);
}

/** What is left when letters that are told apart with difficulty count as the same: rn and m, vv and w, 0 and o, 1 and l. */
function skeletonOf(domain: string): string {
  return plainDomain(domain).replaceAll('rn', 'm').replaceAll('vv', 'w').replaceAll('0', 'o').replaceAll('1', 'l');
}

/** Do two names look alike and are different ones? */
export function looksLike(domain: string, other: string): boolean {
  return domainToASCII(domain) !== domainToASCII(other) && skeletonOf(domain) === skeletonOf(other);
}

const SCRIPTS = [
  'Latin',
  'Cyrillic',
  'Greek',
  'Armenian',
  'Georgian',
  'Hebrew',
  'Arabic',
  'Devanagari',
  'Thai',
  'Cherokee',
  'Han',
  'Hiragana',
  'Katakana',
  'Bopomofo',
  'Hangul',
] as const;
const IN_SCRIPT = SCRIPTS.map((script) => ({ script, letters: new RegExp(`\\p{scx=${script}}`, 'u') }));

/** Scripts that are written together (UTS 39, "highly restrictive"). */
const TOGETHER: readonly ReadonlySet<string>[] = [
  new Set(['Latin', 'Han', 'Hiragana', 'Katakana']),
  new Set(['Latin', 'Han', 'Bopomofo']),
  new Set(['Latin', 'Han', 'Hangul']),
];

/** The scripts that one label of a domain mixes although nobody writes them together; empty: none does. */
export function mixedScripts(domain: string): string[] {
  for (const label of domainToUnicode(domainToASCII(domain)).split('.')) {
    const letters = label.match(/\p{L}/gu) ?? [];
    const each = letters.map((one) => IN_SCRIPT.filter((known) => known.letters.test(one)).map(({ script }) => script));
    const isOne = SCRIPTS.some((script) => each.every((scripts) => scripts.includes(script)));
    const isCustom = TOGETHER.some((custom) => each.every((scripts) => scripts.some((script) => custom.has(script))));
    if (!isOne && !isCustom) return [...new Set(each.map(([script]) => script ?? 'others'))];
  }
  return [];
}
