import type { ApolloServerPlugin } from '@apollo/server';
import { OperationTypeNode, type FormattedExecutionResult } from 'graphql';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { apiError } from './errors.ts';

/** Characters of one answer, more or less. */
const LONGEST = 32_000_000;
/** What is written in one turn: a long answer leaves its turn to whoever else asks. */
const IN_ONE_TURN = 500_000;

/** How long a value's JSON is, roughly: texts as long as they are. `most`: no more than this is looked at. */
export function lengthOf(value: unknown, most: number): number {
  const left: unknown[] = [value];
  let length = 0;
  while (left.length > 0 && length <= most) {
    const one = left.pop();
    length += typeof one === 'string' ? one.length : 10;
    if (typeof one === 'object' && one !== null) for (const within of Object.values(one)) left.push(within);
  }
  return length;
}

/** The JSON of an answer, a part in each turn where it is long. */
export async function writeAnswer(answer: FormattedExecutionResult): Promise<string> {
  if (lengthOf(answer, IN_ONE_TURN) <= IN_ONE_TURN) return `${JSON.stringify(answer)}\n`;
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
export const refuseLongAnswers: ApolloServerPlugin = {
  requestDidStart: async () => ({
    willSendResponse: async ({ response, operation }) => {
      const { body, http } = response;
      if (body.kind !== 'single' || lengthOf(body.singleResult, LONGEST) <= LONGEST) return;
      const done =
        operation?.operation === OperationTypeNode.MUTATION ? 'The change was made, but its answer' : 'The answer';
      const { message, extensions } = apiError(
        'LIMITED',
        `${done} would be longer than ${LONGEST / 1_000_000} million characters. Ask for fewer texts at a time, with "first" or "last".`,
      );
      body.singleResult = { errors: [{ message, extensions }] };
      http.status = 400;
    },
  }),
};
