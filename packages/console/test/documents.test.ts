import { Lexer, print, Source, TokenKind, type DocumentNode } from 'graphql';
import { formatDocument } from 'urql';
import { expect, test } from 'vitest';
import * as documents from '../src/gql/graphql.ts';

/** The desk refuses documents with more. */
const MOST = 400;

/** As it goes over the wire: the cache asks for the type of everything. */
function tokensOf(document: DocumentNode): number {
  const lexer = new Lexer(new Source(print(formatDocument(document))));
  let tokens = 0;
  while (lexer.advance().kind !== TokenKind.EOF) tokens += 1;
  return tokens;
}

test('no document is longer than the desk takes', () => {
  const named = Object.entries(documents).filter(([name]) => name.endsWith('Document'));
  expect(named.length).toBeGreaterThan(20);
  const tooLong = named
    .map(([name, document]) => [name, tokensOf(document as DocumentNode)] as const)
    .filter(([, tokens]) => tokens > MOST);
  expect(tooLong).toEqual([]);
});
