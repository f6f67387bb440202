import {
  getOperationAST,
  Kind,
  OperationTypeNode,
  parse,
  specifiedRules,
  validate,
  visit,
  type DocumentNode,
  type FieldNode,
  type GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { apiError } from '../graphql/errors.ts';
import { limitRules, parseOptions } from '../graphql/limits.ts';
import { selectsPerViewer } from '../graphql/per-viewer.ts';

/** A subscription's document, parsed and validated once for all who use the same text. */
export type PreparedDocument = {
  text: string;
  operationName: string | undefined;
  document: DocumentNode;
  operation: OperationDefinitionNode;
  /** The one root field: `ticketEvents`. */
  field: string;
  /** Does it show comments? Those of an event are then read together with its ticket. */
  showsComments: boolean;
  /** Each viewer needs an execution of their own. */
  perViewer: boolean;
  /** Variables that only say where to go on (`after`): subscribers who differ in nothing else share their frames. */
  startVariables: ReadonlySet<string>;
};

export type Prepare = (text: string, operationName?: string | null) => PreparedDocument | readonly GraphQLError[];

/** Documents kept, the least recently used dropped first. */
const KEPT = 500;

/** Makes the cache of a schema's subscription documents. What is faulty, too large or no subscription comes back as errors. */
export function documentCache(schema: GraphQLSchema): Prepare {
  const kept = new Map<string, PreparedDocument>();
  return (text, operationName) => {
    const key = operationName ? `${operationName}\n${text}` : text;
    const known = kept.get(key);
    const prepared = known ?? prepare(schema, text, operationName ?? undefined);
    if (!('document' in prepared)) return prepared;
    kept.delete(key);
    kept.set(key, prepared);
    if (kept.size > KEPT) kept.delete(kept.keys().next().value as string);
    return prepared;
  };
}

function prepare(schema: GraphQLSchema, text: string, name?: string): PreparedDocument | readonly GraphQLError[] {
  let document: DocumentNode;
  try {
    document = parse(text, { ...parseOptions, noLocation: true });
  } catch (error) {
    return [error as GraphQLError];
  }
  const errors = validate(schema, document, [...specifiedRules, ...limitRules]);
  if (errors.length > 0) return errors;
  const operation = getOperationAST(document, name);
  if (!operation) return [apiError('BAD_REQUEST', 'Say which operation of the document is meant.')];
  if (operation.operation !== OperationTypeNode.SUBSCRIPTION) {
    return [apiError('BAD_REQUEST', 'Only subscriptions are served here; send queries and mutations over HTTP.')];
  }
  const root = rootField(document, operation);
  if (!root) return [apiError('BAD_REQUEST', 'The subscription selects no field.')];
  return {
    text,
    operationName: name,
    document,
    operation,
    field: root.name.value,
    showsComments: selects(document, 'comment'),
    perViewer: selectsPerViewer(schema, document),
    startVariables: startVariables(document, root),
  };
}

/** The validated document has one root field; it may stand within a fragment. */
function rootField(document: DocumentNode, operation: OperationDefinitionNode): FieldNode | undefined {
  let selection = operation.selectionSet.selections[0];
  while (selection && selection.kind !== Kind.FIELD) {
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      selection = selection.selectionSet.selections[0];
    } else {
      const wanted = selection.name.value;
      const fragment = document.definitions.find(
        (definition) => definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === wanted,
      );
      selection = fragment?.kind === Kind.FRAGMENT_DEFINITION ? fragment.selectionSet.selections[0] : undefined;
    }
  }
  return selection;
}

function selects(document: DocumentNode, field: string): boolean {
  let found = false;
  visit(document, {
    Field: (node) => {
      found ||= node.name.value === field;
    },
  });
  return found;
}

function startVariables(document: DocumentNode, root: FieldNode): ReadonlySet<string> {
  const after = root.arguments?.find((argument) => argument.name.value === 'after')?.value;
  if (after?.kind !== Kind.VARIABLE) return new Set();
  let uses = 0;
  visit(document, {
    VariableDefinition: () => false,
    Variable: (node) => {
      if (node.name.value === after.name.value) uses += 1;
    },
  });
  return uses === 1 ? new Set([after.name.value]) : new Set();
}
