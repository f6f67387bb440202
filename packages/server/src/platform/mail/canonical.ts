/** Message-IDs with their angle brackets, in the order in which a header names them. Never throws. */
export function messageIdsIn(header: string | null | undefined): string[] {
  if (!header) return [];
  const bracketed = header.slice(0, 32_768).match(/<[^<>\s]{1,998}>/gu);
  if (bracketed) return [...new Set(bracketed)];
  // Some clients leave the brackets out.
  return [...new Set(header.slice(0, 32_768).split(/[\s,]+/u))].filter((id) => id.includes('@')).map((id) => `<${id}>`);
}

/** The conversation that Outlook's Thread-Index names: its first 22 bytes, the rest counts the replies. Null: none. */
export function conversationOf(threadIndex: string | null | undefined): string | null {
  if (!threadIndex) return null;
  const bytes = Buffer.from(threadIndex.replaceAll(/\s/gu, ''), 'base64');
  return bytes.length < 22 ? null : bytes.subarray(0, 22).toString('hex');
}

/** Signed reply addresses are `name+token@domain`: 128 bits in lower-case base32, 26 characters. */
const REPLY_ADDRESS = /^([^+@\s]+)\+([a-z2-7]{26})@([^@\s]+)$/u;

/** The token of a signed reply address and the support address it stands for; null: no such address. */
export function readReplyAddress(address: string): { token: string; supportAddress: string } | null {
  const [, name, token, domain] = REPLY_ADDRESS.exec(address.trim().toLowerCase()) ?? [];
  return name && token && domain ? { token, supportAddress: `${name}@${domain}` } : null;
}

/** Tokens of signed reply addresses that stand in a text, such as a quoted message's headers; at most 20. */
export function replyTokensIn(text: string): string[] {
  const found = text
    .slice(0, 200_000)
    .toLowerCase()
    .matchAll(/[^\s+@<>"]\+([a-z2-7]{26})@/gu);
  return [...new Set([...found].map(([, token]) => token ?? ''))].slice(0, 20);
}
