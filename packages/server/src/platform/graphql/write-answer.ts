import type { ApolloServerPlugin } from '@apollo/server';
import {
  getNamedType,
  GraphQLString,
  OperationTypeNode,
  type FormattedExecutionResult,
  type GraphQLSchema,
} from 'graphql';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { ownObjectTypes } from './build-schema.ts';
import type { Context } from './context.ts';
import { apiError } from './errors.ts';

/** Characters of one answer, more or less. */
const LONGEST = 32_000_000;
/** What is written in one turn: a long answer leaves its turn to whoever else asks. */
const IN_ONE_TURN = 500_000;

/** Texts of a line: whoever asks for no other has no long answer, and it need not be measured. */
const SHORT = new Set(['cursor', 'startCursor', 'endCursor', 'name', 'subject', 'address', 'slug', 'url', 'rule']);

/** How long a value's JSON is, roughly: texts as long as they are. `most`: no more than this is looked at. */
export function lengthOf(value: unknown, most: number): number {
  if (typeof value === 'string') return value.length;
  let length = 10;
  if (typeof value !== 'object' || value === null) return length;
  for (const key in value) {
    if (length > most) break;
    length += lengthOf((value as Record<string, unknown>)[key], most - length);
  }
  return length;
}

/** Answers that were found to be long. */
const long = new WeakSet<object>();

/** The JSON of an answer, a part in each turn where it is long. */
export async function writeAnswer(answer: FormattedExecutionResult): Promise<string> {
  if (!answer.data || !long.has(answer.data)) return `${JSON.stringify(answer)}\n`;
  let text = '';
  let written = 0;
  for (const part of partsOf(answer)) {
    text += part;
    written += part.length;
    if (written < IN_ONE_TURN) continue;
    written = 0;
    await nextTurn();
  }
  return `${text}\n`;
}

function* partsOf(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null || lengthOf(value, IN_ONE_TURN) <= IN_ONE_TURN) {
    yield JSON.stringify(value);
    return;
  }
  const isList = Array.isArray(value);
  let begun = isList ? '[' : '{';
  for (const [key, within] of Object.entries(value)) {
    if (within === undefined) continue;
    yield isList ? begun : `${begun}${JSON.stringify(key)}:`;
    yield* partsOf(within);
    begun = ',';
  }
  yield isList ? ']' : '}';
}

/** Bytes of a long text, a part in each turn. */
export async function* bytesOf(text: string): AsyncGenerator<Buffer> {
  for (let at = 0; at < text.length;) {
    // Never between the halves of a character.
    const to = at + IN_ONE_TURN;
    const end = text.charCodeAt(to - 1) >> 10 === 0xd800 >> 10 ? to + 1 : to;
    yield Buffer.from(text.slice(at, end));
    at = end;
    await nextTurn();
  }
}

/** Is it written and sent in parts? */
export const isLong = (text: string) => text.length > IN_ONE_TURN;

/** Refuses an answer that would hold everybody up. What a mutation did is done: it says so. */
export function refuseLongAnswers(schema: GraphQLSchema): ApolloServerPlugin<Context> {
  const texts = textsOf(schema);
  const mayBeLong = ({ asks }: Context) => asks !== null && [...asks].some((name) => texts.has(name));
  return {
    requestDidStart: async () => ({
      willSendResponse: async ({ response, operation, contextValue }) => {
        const { body, http } = response;
        if (body.kind !== 'single' || !body.singleResult.data || !mayBeLong(contextValue)) return;
        const length = lengthOf(body.singleResult, LONGEST);
        if (length > IN_ONE_TURN) long.add(body.singleResult.data);
        if (length <= LONGEST) return;
        const isChange = operation?.operation === OperationTypeNode.MUTATION;
        body.singleResult = { errors: [tooLong(isChange ? 'The change was made, but its answer' : 'The answer')] };
        http.status = 400;
      },
    }),
  };
}

function tooLong(what: string) {
  const most = `${LONGEST / 1_000_000} million characters`;
  const help = 'Ask for fewer texts at a time, with "first" or "last".';
  const { message, extensions } = apiError('LIMITED', `${what} would be longer than ${most}. ${help}`);
  return { message, extensions };
}

/** The names of the fields that hold texts of any length. */
function textsOf(schema: GraphQLSchema): ReadonlySet<string> {
  const fields = ownObjectTypes(schema).flatMap((type) => Object.values(type.getFields()));
  return new Set(
    fields.filter(({ name, type }) => getNamedType(type) === GraphQLString && !SHORT.has(name)).map(({ name }) => name),
  );
}
