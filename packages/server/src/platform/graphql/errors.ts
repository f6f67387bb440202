import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { isOutOfService } from '../database/out-of-service.ts';

/** The only codes of top-level errors. A refused change is data (`UserError`), never one of these. */
export type ApiErrorCode = 'UNAUTHENTICATED' | 'BAD_REQUEST' | 'LIMITED' | 'RESYNC_REQUIRED' | 'NOT_FOUND' | 'INTERNAL';

const codes: ReadonlySet<unknown> = new Set<ApiErrorCode>([
  'UNAUTHENTICATED',
  'BAD_REQUEST',
  'LIMITED',
  'RESYNC_REQUIRED',
  'NOT_FOUND',
  'INTERNAL',
]);

/** Codes of the server library for requests it could not make sense of. */
const requestCodes: ReadonlySet<unknown> = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
]);

/** An error to throw from a resolver; its message is shown to the client. `http` sets the status of the response. */
export function apiError(code: ApiErrorCode, message: string, http?: { status: number }): GraphQLError {
  // A fault of who asks has no place in our code; to find one takes longer than all the rest, and they come by the hundred.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return new GraphQLError(message, { extensions: http ? { code, http } : { code } });
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

export const unauthenticated = () => apiError('UNAUTHENTICATED', 'Sign in first.');

/**
 * What a client gets to see of an error: the desk's own errors and faults of the request as they are, everything else as
 * INTERNAL without a word of what it was.
 */
export function maskError(error: GraphQLError): GraphQLFormattedError {
  const { message, locations, path } = error.toJSON();
  const code = codeOf(error);
  if (exceedsTokens(error))
    return { message: 'The document is too long: it has more than 400 tokens.', extensions: { code } };
  if (code !== 'INTERNAL') return { message, locations, path, extensions: { code } };
  const failure = isOutOfService(error.originalError) ? OUT_OF_SERVICE : FAILED;
  return { message: failure, locations, path, extensions: { code } };
}

const FAILED = 'The desk failed to answer. The error has been noted.';
/** The disk is full, or the database away. */
const OUT_OF_SERVICE =
  'The desk’s database cannot do this at the moment. Try again in a while: what has a clientKey is not done twice.';

/** The public code of an error. Errors that graphql-js made of a faulty document or variable have no code of their own. */
export function codeOf(error: GraphQLError): ApiErrorCode {
  const { code } = error.extensions;
  if (codes.has(code)) return code as ApiErrorCode;
  // The server library puts its own code over that of a validation rule.
  const inner = error.originalError instanceof GraphQLError ? error.originalError.extensions.code : undefined;
  if (codes.has(inner)) return inner as ApiErrorCode;
  if (requestCodes.has(code)) return exceedsTokens(error) ? 'LIMITED' : 'BAD_REQUEST';
  if (code === undefined && error.originalError === undefined && error.path === undefined) {
    return exceedsTokens(error) ? 'LIMITED' : 'BAD_REQUEST';
  }
  return 'INTERNAL';
}

/** graphql-js has no class of its own for a document with too many tokens. */
function exceedsTokens(error: GraphQLError): boolean {
  return error.message.includes('Document contains more that');
}
