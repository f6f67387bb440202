/** How much text must agree to count as repeated, in characters; an ideograph or kana counts double. */
const WINDOW = 40;
/** A whole internal comment shorter than WINDOW counts when it is at least this long. */
const SHORTEST = 16;
/** Longer texts are looked at up to here. */
const LONGEST = 200_000;

/** A character of a script that is written without spaces. */
const DENSE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
/** Such a character, or a word. */
const TOKENS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])[\p{L}\p{N}])+/gu;

/**
 * Does a mail hold content of an earlier internal comment (seeds/003, check 9)? Compared are overlapping windows of
 * words, without case, punctuation, quote marks and signatures. Text that also stands in a public comment is no leak.
 */
export function repeatsInternal(
  newAndQuotedText: string,
  internalTexts: readonly string[],
  publicTexts: readonly string[],
): boolean {
  const mail = tokensOf(newAndQuotedText);
  const mailWindows = windowsOf(mail);
  const mailLine = asLine(mail);
  const publicTokens = publicTexts.map(tokensOf);
  const publicWindows = new Set(publicTokens.flatMap((tokens) => [...windowsOf(tokens)]));
  const publicLines = publicTokens.map(asLine);
  return internalTexts.map(tokensOf).some((tokens) => {
    const windows = windowsOf(tokens);
    if (windows.size > 0) return [...windows].some((window) => mailWindows.has(window) && !publicWindows.has(window));
    const whole = asLine(tokens);
    if (weightOf(tokens) < SHORTEST || !mailLine.includes(whole)) return false;
    return !publicLines.some((line) => line.includes(whole));
  });
}

/** In capitals, which are the same for ß and SS, ς and σ. */
function tokensOf(text: string): readonly string[] {
  return withoutSignature(text.slice(0, LONGEST)).normalize('NFKC').toUpperCase().match(TOKENS) ?? [];
}

/** Signatures stand in notes and replies alike: what follows a line `-- ` is not compared. */
function withoutSignature(text: string): string {
  const kept: string[] = [];
  /** How deep the signature is quoted; null: this is none. */
  let signed: number | null = null;
  for (const line of text.split(/\r\n|\r|\n/u)) {
    const said = line.replace(/^[\s>]+/u, '');
    const depth = line.slice(0, line.length - said.length).split('>').length;
    if (/^--\s?$/u.test(said)) signed = depth;
    else if (depth !== signed && said !== '') signed = null;
    if (signed === null) kept.push(said);
  }
  return kept.join('\n');
}

/** All windows: from each token on, as many tokens as make WINDOW characters. */
function windowsOf(tokens: readonly string[]): ReadonlySet<string> {
  const windows = new Set<string>();
  const open: string[] = [];
  let weight = 0;
  for (const token of tokens) {
    open.push(token);
    weight += weightOf([token]);
    while (weight >= WINDOW) {
      windows.add(open.join(' '));
      weight -= weightOf(open.splice(0, 1));
    }
  }
  return windows;
}

function weightOf(tokens: readonly string[]): number {
  return tokens.reduce((sum, token) => sum + (DENSE.test(token) ? 2 : token.length), 0);
}

/** With a space at both ends, so that a search finds whole words. */
function asLine(tokens: readonly string[]): string {
  return ` ${tokens.join(' ')} `;
}
