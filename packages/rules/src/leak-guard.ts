/**
 * Does a mail hold content of an earlier internal comment (seeds/003, check 9)? Text that also stands in a public
 * comment is no leak.
 */
export function repeatsInternal(
  newAndQuotedText: string,
  internalTexts: readonly string[],
  publicTexts: readonly string[] = [],
): boolean {
  void [newAndQuotedText, internalTexts, publicTexts];
  throw new Error('not written');
}
