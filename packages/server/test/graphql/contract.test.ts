import { GraphQLNonNull, isInputObjectType } from 'graphql';
import { expect, it } from 'vitest';
import { schema } from './http-desk.ts';

const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});

it('every mutation takes one input, by a type of its own name: whoever knows the mutation knows the type', () => {
  expect(mutations.length).toBeGreaterThan(40);
  const odd = mutations.filter(({ name, args }) => {
    const [input, ...others] = args;
    const type = input?.type;
    const isOwn =
      type instanceof GraphQLNonNull &&
      isInputObjectType(type.ofType) &&
      type.ofType.name === `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
    return input?.name !== 'input' || others.length > 0 || !isOwn;
  });
  expect(odd.map(({ name }) => name)).toEqual([]);
});

it('every payload has its errors', () => {
  const without = mutations.filter(({ type }) => {
    const payload = type instanceof GraphQLNonNull ? schema.getType(String(type.ofType)) : null;
    const fields = payload && 'getFields' in payload ? payload.getFields() : {};
    return String(fields['errors']?.type) !== '[UserError!]!';
  });
  expect(without.map(({ name }) => name)).toEqual([]);
});
