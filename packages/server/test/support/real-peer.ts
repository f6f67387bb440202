/**
 * Null where a real mail program is there for the tests; else `sentence`, which the run shows once. Where COPYDESK_REQUIRE
 * names the peer, that is an error: nothing is left out there.
 */
export function missingPeer(peer: string, isThere: boolean, sentence: string): string | null {
  if (isThere) return null;
  if ((process.env.COPYDESK_REQUIRE ?? '').split(',').includes(peer)) {
    throw new Error(`${sentence} COPYDESK_REQUIRE says that these tests must run.`);
  }
  process.stderr.write(`\n  Tests with a real ${peer} are left out. ${sentence}\n\n`);
  return sentence;
}
