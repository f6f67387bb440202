import { expect, test } from 'vitest';
import { isOutOfService } from './out-of-service.ts';

const coded = (code: string) => Object.assign(new Error('It failed.'), { code });

test.each([
  ['a full disk', coded('53100'), true],
  ['a database that is going down', coded('57P01'), true],
  ['no database', coded('ECONNREFUSED'), true],
  ['a line that broke', new Error('Connection terminated unexpectedly'), true],
  ['what lies behind an error', new Error('It failed.', { cause: coded('53100') }), true],
  ['a statement that took too long', coded('57014'), false],
  ['a row that is there already', coded('23505'), false],
  ['a fault of ours', new TypeError('x is not a function'), false],
  ['nothing', undefined, false],
])('%s', (_, error, expected) => {
  expect(isOutOfService(error)).toBe(expected);
});
