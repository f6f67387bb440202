/** Labels that say nothing, or that programs write whatever the text is in. */
const SAYS_LITTLE =
  /^(?:|us-?ascii|ascii|ansi_x3\.4-1968|default|unknown(?:-8bit)?|x-unknown|8bit|utf-?8(?:mb4)?|iso-?8859-?1|latin-?1|windows-1252|cp-?1252)$/u;
/** Escapes by which ISO-2022-JP changes its set: nothing else has them. */
// oxlint-disable-next-line no-control-regex
const ISO_2022_JP = /\u001B(?:\$[@B]|\$\([DQ]|\([BIJ])/u;
const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/gu;

/**
 * Text from bytes, for mails whose label is missing, unknown or wrong. Null: the label is to be believed. Bytes that are
 * UTF-8 are UTF-8, for hardly anything else is by chance; the escapes of ISO-2022-JP are ISO-2022-JP; what claims to be
 * UTF-8 or nothing and is not, is Japanese where it then reads so, and windows-1252 else.
 *
 * @param byteByByte never Japanese: what is ASCII in the bytes is the same in the text
 */
export function decodeUnlabelled(bytes: Uint8Array, label: string, { byteByByte = false } = {}): string | null {
  const ascii = bytes.every((byte) => byte < 128);
  if (ascii) {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
    return ISO_2022_JP.test(text) && !byteByByte ? new TextDecoder('iso-2022-jp').decode(bytes) : null;
  }
  if (!SAYS_LITTLE.test(label.trim().toLowerCase()) && isKnown(label)) return null;
  return (
    strictly('utf-8', bytes) ??
    (byteByByte ? null : japanese(bytes)) ??
    (isMostlyUtf8(bytes) ? null : new TextDecoder('windows-1252').decode(bytes))
  );
}

function isKnown(label: string): boolean {
  try {
    return new TextDecoder(label.trim()).encoding !== 'replacement';
  } catch {
    // postal-mime knows more spellings than this; those that it does not know either it takes for windows-1252.
    return /\d/u.test(label);
  }
}

function strictly(encoding: string, bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function japanese(bytes: Uint8Array): string | null {
  const read = ['shift_jis', 'euc-jp'].map((encoding) => strictly(encoding, bytes)).filter((text) => text !== null);
  // Half-width katakana are what Western letters look like in Shift_JIS.
  const [best] = read
    .map((text) => ({ text, kana: text.replaceAll(/[\uFF61-\uFF9F]/gu, '').match(KANA)?.length ?? 0 }))
    .toSorted((one, other) => other.kana - one.kana);
  return best && best.kana >= 2 ? best.text : null;
}

/** UTF-8 of which a piece was cut off in the middle of a character. */
function isMostlyUtf8(bytes: Uint8Array): boolean {
  const text = new TextDecoder().decode(bytes);
  const broken = text.match(/\uFFFD/gu)?.length ?? 0;
  const whole = text.match(/[\u0080-\uFFFC\u{10000}-\u{10FFFF}]/gu)?.length ?? 0;
  return whole > 2 * broken;
}
