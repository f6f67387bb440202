import type { CombinedError } from 'urql';

/** The code of a top-level error, such as UNAUTHENTICATED or RESYNC_REQUIRED; null when there is none. */
export function errorCode(error: CombinedError | undefined): string | null {
  const code = error?.graphQLErrors[0]?.extensions?.code;
  return typeof code === 'string' ? code : null;
}

/** A sentence about why a request failed, without the client's own prefixes. */
export function errorSentence(error: CombinedError | undefined): string | undefined {
  if (error === undefined) return undefined;
  if (error.networkError) return 'The desk does not answer. Check the connection; nothing you typed is lost.';
  return error.graphQLErrors[0]?.message ?? error.message;
}
