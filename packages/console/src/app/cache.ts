import { cacheExchange, type Cache, type KeyingConfig } from '@urql/exchange-graphcache';
import { TicketPageDocument, type CommentPartsFragment, type TicketEventsSubscription } from '../gql/graphql.ts';
import { gql } from 'urql';

const none = () => null;

/** Things without an identity of their own: they live inside what holds them. */
const KEYLESS = [
  'Cc',
  'Check',
  'CommentConnection',
  'CommentEdge',
  'CommentRevision',
  'CommentViewerMay',
  'Decision',
  'Delivery',
  'DepartmentChanged',
  'DepartmentPolicy',
  'Draft',
  'InboundMessageConnection',
  'InboundMessageEdge',
  'NotCopied',
  'NotTold',
  'OutboundMessageConnection',
  'OutboundMessageEdge',
  'PageInfo',
  'Participation',
  'ParticipationConnection',
  'ParticipationEdge',
  'PersonConnection',
  'PersonEdge',
  'PersonPresence',
  'PolicySetting',
  'ReplyPreview',
  'ReplyRecipient',
  'TicketConnection',
  'TicketEdge',
  'TicketPresence',
  'TriggerAction',
  'TriggerCondition',
  'TriggerConditions',
  'TriggerDelay',
  'UserError',
  'ViewerMay',
  'WarningConnection',
  'WarningEdge',
  'AddCommentPayload',
  'CcsPayload',
  'FollowersPayload',
  'ChangeTicketPayload',
  'CreateTicketPayload',
  'DeleteCommentPayload',
  'EditCommentPayload',
  'ChangePersonPayload',
  'CreatePersonPayload',
  'DepartmentPayload',
  'InboundMessagePayload',
  'MakeCommentInternalPayload',
  'ResolveWarningPayload',
  'SaveDraftPayload',
  'SetPresencePayload',
];

const EVENTS = [
  'TicketCreated',
  'TicketChanged',
  'TicketMerged',
  'TicketGone',
  'CommentAdded',
  'CommentChanged',
  'CommentDeleted',
  'CcAdded',
  'CcChanged',
  'CcRemoved',
  'FollowerAdded',
  'FollowerRemoved',
  'WarningRaised',
  'WarningResolved',
  'RatingGiven',
  'DeliveryChanged',
  'TriggerNotified',
  'SideConversationChanged',
];

const keys: KeyingConfig = Object.fromEntries([...KEYLESS, ...EVENTS].map((type) => [type, none]));

const TICKET_SEQ = gql`
  fragment TicketSeqOnly on Ticket {
    id
    number
    seq
  }
`;

function numberOf(cache: Cache, ticketId: string): number | null {
  const number = cache.resolve({ __typename: 'Ticket', id: ticketId }, 'number');
  return typeof number === 'number' ? number : null;
}

/** Puts a comment at the end of its ticket's stream; one that is there already is only updated. */
function appendComment(cache: Cache, ticketId: string, comment: CommentPartsFragment): void {
  const number = numberOf(cache, ticketId);
  if (number === null) return;
  cache.updateQuery({ query: TicketPageDocument, variables: { number } }, (page) => {
    const comments = page?.ticket?.comments;
    if (!page?.ticket || !comments) return page;
    if (comments.edges.some((edge) => edge.node.id === comment.id)) return page;
    const edge = { __typename: 'CommentEdge' as const, node: comment };
    return { ...page, ticket: { ...page.ticket, comments: { ...comments, edges: [...comments.edges, edge] } } };
  });
}

function removeComment(cache: Cache, ticketId: string, commentId: string): void {
  const number = numberOf(cache, ticketId);
  if (number === null) return;
  cache.updateQuery({ query: TicketPageDocument, variables: { number } }, (page) => {
    const comments = page?.ticket?.comments;
    if (!page?.ticket || !comments) return page;
    const edges = comments.edges.filter((edge) => edge.node.id !== commentId);
    return { ...page, ticket: { ...page.ticket, comments: { ...comments, edges } } };
  });
}

/** The ticket's place in its own log only grows: replayed events must not set it back. */
function moveSeq(cache: Cache, ticketId: string, seq: number): void {
  const entity = { __typename: 'Ticket', id: ticketId };
  const now = cache.resolve(entity, 'seq');
  const number = numberOf(cache, ticketId);
  if (number !== null && typeof now === 'number' && now < seq) {
    cache.writeFragment(TICKET_SEQ, { ...entity, number, seq });
  }
}

type AnyEvent = TicketEventsSubscription['ticketEvents'];

/** What few events change is not carried by them: it is read again. */
const BESIDE: Readonly<Record<string, readonly string[]>> = {
  RatingGiven: ['ratings'],
  TicketMerged: ['mergedFrom', 'mergedInto'],
};

/** The normalised cache: what an event carries updates every screen that shows it; lists of comments grow here. */
export const deskCache = () =>
  cacheExchange({
    keys,
    possibleTypes: { TicketEvent: EVENTS, Node: ['Department', 'Comment'] },
    updates: {
      Subscription: {
        ticketEvents(result, _args, cache) {
          const event = result.ticketEvents as AnyEvent;
          if (event.__typename === 'CommentAdded' && event.comment) appendComment(cache, event.ticketId, event.comment);
          const changed = event.__typename === 'CommentChanged' || event.__typename === 'CommentDeleted';
          // What is left of a deleted comment is the team's to see.
          if (changed && !event.comment) {
            removeComment(cache, event.ticketId, event.commentId);
          }
          for (const field of BESIDE[event.__typename] ?? []) {
            cache.invalidate({ __typename: 'Ticket', id: event.ticketId }, field);
          }
          moveSeq(cache, event.ticketId, event.seq);
        },
      },
    },
  });
