import { expect, test } from 'vitest';
import { followDesk, followTicket } from '../src/app/live/resume.ts';
import { resumingSubscription, withoutRepeatedTypenames } from '../src/app/live/resuming-subscription.ts';

const event = (seq: number, ticketId = 't', cursor = `c${seq}`) => ({ seq, ticketId, cursor });

test('events of a ticket are applied once, in the order of their seq', () => {
  const log = followTicket(4);
  expect([4, 5, 5, 6, 3].map((seq) => log.see(event(seq)))).toEqual(['SEEN', 'APPLY', 'SEEN', 'APPLY', 'SEEN']);
  expect(log.place()).toBe(6);
});

test('a hole in a ticket’s log is noticed, and what comes after it goes on', () => {
  const log = followTicket(1);
  expect([3, 4].map((seq) => log.see(event(seq)))).toEqual(['GAP', 'APPLY']);
});

test('the desk’s log remembers its last cursor and knows what it has seen of each ticket', () => {
  const log = followDesk('start');
  expect(log.place()).toBe('start');
  expect(log.see(event(7, 'a', 'x'))).toBe('APPLY');
  expect(log.see(event(2, 'b', 'y'))).toBe('APPLY');
  expect(log.see(event(7, 'a', 'z'))).toBe('SEEN');
  expect(log.place()).toBe('z');
});

type Sink = { next: (result: unknown) => void };

test('a subscription that is sent again asks for what came after the last event, and passes nothing twice', () => {
  let payload: { variables?: unknown } = {};
  let socketSink: Sink = { next: () => undefined };
  const socket = {
    subscribe: (given: object, sink: Sink) => {
      payload = given;
      socketSink = sink;
      return () => undefined;
    },
  };
  const gaps: string[] = [];
  const seen: number[] = [];
  const forward = resumingSubscription(socket as never, (id) => gaps.push(id));
  const source = forward({ query: 'subscription', variables: { ticketId: 't', after: 3 } } as never, {} as never);
  const next = (result: { data?: unknown }) =>
    seen.push((result.data as { ticketEvents: { seq: number } }).ticketEvents.seq);
  source.subscribe({ next, error: () => undefined, complete: () => undefined });
  expect(JSON.parse(JSON.stringify(payload)).variables.after).toBe(3);
  for (const seq of [4, 5, 5, 8]) socketSink.next({ data: { ticketEvents: event(seq) } });
  expect(JSON.parse(JSON.stringify(payload)).variables.after).toBe(8);
  expect(seen).toEqual([4, 5, 8]);
  expect(gaps).toEqual(['t']);
});

test('a type that the parent has named already is not named again', () => {
  expect(
    withoutRepeatedTypenames(
      '{ e { __typename ... on CcAdded {\n ticket { id __typename }\n ccs { ...Ccs __typename }\n __typename } x { y __typename } } }',
    ),
  ).toBe('{ e { __typename ... on CcAdded {\n ticket { id __typename }\n ccs { ...Ccs } } x { y __typename } } }');
});
