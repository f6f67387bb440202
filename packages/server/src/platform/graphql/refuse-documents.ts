import type { ApolloServerPlugin } from '@apollo/server';
import { OperationTypeNode } from 'graphql';
import { asksTooMuch } from './document-cost.ts';
import { apiError } from './errors.ts';

/** Refuses over HTTP what cannot be served there, before anything is executed. */
export const refuseDocuments: ApolloServerPlugin = {
  requestDidStart: async () => ({
    didResolveOperation: async ({ operation, request, source, document, schema }) => {
      if (operation?.operation === OperationTypeNode.SUBSCRIPTION) {
        throw badRequest('Subscriptions are served over the WebSocket at /graphql (graphql-transport-ws).');
      }
      // In a document the character can only stand as an escape.
      if (/\\u(?:0000|\{0+\})/u.test(source) || holds(request.variables, (text) => text.includes('\0'))) {
        throw badRequest('A text holds the character U+0000, which cannot be kept: leave it out.');
      }
      // Such a document does not parse.
      if (holds(request.variables, (text) => !text.isWellFormed())) {
        throw badRequest('A text holds half of a character (a lone surrogate), which cannot be kept: leave it out.');
      }
      const refusal = operation && asksTooMuch(schema, { document, operation, variables: request.variables ?? {} });
      if (refusal) throw refusal;
    },
  }),
};

const badRequest = (message: string) => apiError('BAD_REQUEST', message, { status: 400 });

function holds(value: unknown, isBad: (text: string) => boolean): boolean {
  if (typeof value === 'string') return isBad(value);
  return typeof value === 'object' && value !== null && Object.values(value).some((one) => holds(one, isBad));
}
