import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import { maxDirectivesRule } from '@escape.tech/graphql-armor-max-directives';
import type { ParseOptions, ValidationContext, ValidationRule } from 'graphql';
import { apiError } from './errors.ts';

/** How much a document may hold, over HTTP and WebSocket alike. */
export const parseOptions: ParseOptions = { maxTokens: 400 };

// Reported, not thrown: what a rule throws would leave `validate` as a failure of the server.
const reported = {
  propagateOnRejection: false,
  onReject: [
    (context: ValidationContext | null, error: Error) =>
      context?.reportError(apiError('LIMITED', error.message.replace(/^Syntax Error: /, ''))),
  ],
};

/** Validation rules beside those of the specification. What exceeds them is LIMITED. */
export const limitRules: ValidationRule[] = [
  maxAliasesRule({ n: 15, allowList: [], ...reported }),
  maxDepthRule({ n: 14, flattenFragments: true, ...reported }),
  maxDirectivesRule({ n: 5, ...reported }),
];
