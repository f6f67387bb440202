import { expect, it } from 'vitest';
import type { InboundFacts, Party } from '../src/index.ts';
import { mailRecipients } from '../src/mail-recipients.ts';
import { C1, C2, G, mail, R, SUP } from './example.ts';

/** Somebody in Cc by an address that is not the one that mail to them goes to. */
const by = (address: string, party: Party | null) => ({ address, name: '', support: false, party });

const copying = (facts: InboundFacts, ...cc: ReturnType<typeof by>[]): InboundFacts => ({
  ...facts,
  message: { ...facts.message, cc },
});

const addresses = (of: readonly { address: string }[]) => of.map(({ address }) => address);

it('the author is no recipient, by whatever address, and strangers are', () => {
  const facts = copying(mail({ from: G }), by('grace@home.test', G), by('x@elsewhere.test', null));
  expect(addresses(mailRecipients(facts).all)).toEqual([SUP, 'x@elsewhere.test']);
  const stranger = copying(mail({ from: 'y@elsewhere.test' }), by('x@elsewhere.test', null));
  expect(addresses(mailRecipients(stranger).outside)).toEqual(['x@elsewhere.test']);
});

it('one of several CCs is a contact, and so is the requester by the address alone', () => {
  const facts = copying(
    mail({ from: G, ticket: { ccs: [C1, C2] } }),
    by(C2.address ?? '', C2),
    by(R.address ?? '', null),
  );
  const { contacts, requesterIsOne } = mailRecipients(facts);
  expect(addresses(contacts)).toEqual([C2.address, R.address]);
  expect(requesterIsOne).toBe(true);
});

it('a new ticket has no contacts yet', () => {
  const { contacts, requesterIsOne, outside } = mailRecipients(mail({ from: R, ticket: null, cc: [C1, 'x@y.test'] }));
  expect(addresses(outside)).toEqual([C1.address, 'x@y.test']);
  expect([contacts, requesterIsOne]).toEqual([[], false]);
});

it('what is ours is the desk, whether it was marked so or is a support address', () => {
  const facts = copying(mail({ from: G, to: [] }), by('claims+abc@desk.test', null), by('x@y.test', null));
  const [first] = facts.message.cc;
  const signed = {
    ...facts,
    message: { ...facts.message, cc: [...facts.message.cc, { ...by('old@x.test', null), support: true }] },
  };
  expect(first?.support).toBe(false);
  expect(mailRecipients(signed).desk).toEqual([SUP, 'old@x.test']);
  expect(addresses(mailRecipients(signed).outside)).toEqual(['x@y.test']);
});
