import { supportAddressOf } from './addresses.ts';
import { effectiveCcs } from './copying.ts';
import type { InboundFacts, Recipient } from './inbound-facts.ts';
import { isStaff } from './vocabulary.ts';
import type { Party } from './vocabulary.ts';

/** The recipients of a mail (To and Cc), sorted by what they are. The author is never counted as one. */
export type MailRecipients = {
  all: readonly Recipient[];
  /** Support addresses, each once; a signed reply address counts as its support address. */
  desk: readonly string[];
  /** Everybody beyond our own addresses. */
  outside: readonly Recipient[];
  /** Of those: no staff, or the ticket's requester. */
  beyondStaff: readonly Recipient[];
  /** Of those: the ticket's requester and CCs. */
  contacts: readonly Recipient[];
  requesterIsOne: boolean;
};

export function mailRecipients({ message, author, ticket, department }: InboundFacts): MailRecipients {
  const { supportAddresses, policy } = department;
  const isOurs = ({ support, address }: Recipient): boolean =>
    support || supportAddresses.includes(supportAddressOf(address, supportAddresses));
  const all = [...message.to, ...message.cc].filter(
    (recipient) =>
      recipient.address !== author.address && !(recipient.party !== null && recipient.party.id === author.party?.id),
  );
  const outside = all.filter((recipient) => !isOurs(recipient));
  const isRequester = (recipient: Recipient): boolean => ticket !== null && isPerson(recipient, ticket.requester);
  const ccs = effectiveCcs(ticket?.ccs ?? [], policy);
  return {
    all,
    desk: [...new Set(all.filter(isOurs).map(({ address }) => supportAddressOf(address, supportAddresses)))],
    outside,
    beyondStaff: outside.filter((recipient) => !isStaff(recipient.party) || isRequester(recipient)),
    contacts: outside.filter((recipient) => isRequester(recipient) || ccs.some((cc) => isPerson(recipient, cc))),
    requesterIsOne: all.some(isRequester),
  };
}

/** Is the recipient this person: by who is behind the address, or by the address alone? */
export function isPerson(recipient: Recipient, person: Party): boolean {
  return recipient.party?.id === person.id || recipient.address === person.address;
}
