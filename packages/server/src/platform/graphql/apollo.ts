import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import { GraphQLError, Kind, type GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import { nameOperation } from '../observe/operation.ts';
import { asksOf } from './asks.ts';
import type { Context } from './context.ts';
import { codeOf, maskError } from './errors.ts';
import { limitRules, parseOptions } from './limits.ts';
import { refuseDocuments } from './refuse-documents.ts';
import { refuseLongAnswers, writeAnswer } from './write-answer.ts';

/** The GraphQL server over HTTP: documents are parsed and validated once, errors masked, failures logged. */
export function createApollo(
  schema: GraphQLSchema,
  options: { log: Logger; plugins?: ApolloServerPlugin<Context>[] },
): ApolloServer<Context> {
  return new ApolloServer<Context>({
    schema,
    introspection: true,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    includeStacktraceInErrorResponses: false,
    // The process ends by its own signal handlers, which drain the sockets first.
    stopOnTerminationSignals: false,
    persistedQueries: false,
    parseOptions,
    validationRules: limitRules,
    stringifyResult: writeAnswer,
    formatError: (_, error) => maskError(asGraphQLError(error)),
    // Nothing here may be cached by others, and the reckoning would touch every field.
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      refuseDocuments,
      nameOperations,
      refuseLongAnswers(schema),
      logFailures(options.log),
      ...(options.plugins ?? []),
    ],
  });
}

function asGraphQLError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  return new GraphQLError('', { originalError: error instanceof Error ? error : new Error(String(error)) });
}

/** Writes what clients are not told to the log, beside the request's id. */
export function logFailure(log: Logger, requestId: string | undefined, error: unknown): void {
  const failure = asGraphQLError(error);
  if (codeOf(failure) !== 'INTERNAL') return;
  log.error({ err: failure.originalError ?? failure, requestId, path: failure.path?.join('.') }, 'GraphQL failure');
}

/** By their own name, and else by the first field that they ask. Readers are told what is asked for. */
const nameOperations: ApolloServerPlugin<Context> = {
  requestDidStart: async () => ({
    didResolveOperation: async ({ operation, operationName, document, contextValue }) => {
      contextValue.asks = asksOf(document);
      const [first] = operation?.selectionSet.selections ?? [];
      const field = first?.kind === Kind.FIELD ? first.name.value : '…';
      nameOperation(`${operation?.operation ?? 'query'} ${operationName ?? field}`);
    },
  }),
};

function logFailures(log: Logger): ApolloServerPlugin<Context> {
  return {
    contextCreationDidFail: async ({ error }) => logFailure(log, undefined, error),
    unexpectedErrorProcessingRequest: async ({ error, requestContext }) =>
      logFailure(log, requestContext.contextValue.requestId, error),
    requestDidStart: async () => ({
      didEncounterErrors: async ({ errors, contextValue }) => {
        for (const error of errors) logFailure(log, contextValue.requestId, error);
      },
    }),
  };
}
