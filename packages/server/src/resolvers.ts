import { may } from '@copydesk/rules';
import { resolvers as audit } from './features/audit/index.ts';
import { commentById, resolvers as comments } from './features/comments/index.ts';
import { resolvers as copies } from './features/copies/index.ts';
import { departmentById, resolvers as departments } from './features/departments/index.ts';
import { inboundMessageById, resolvers as inbound } from './features/inbound/index.ts';
import { mailAccountNode, resolvers as mailAccounts } from './features/mail-accounts/index.ts';
import { outboundMessageById, resolvers as notifications } from './features/notifications/index.ts';
import { personNode, resolvers as people } from './features/people/index.ts';
import { resolvers as drafts } from './features/drafts/index.ts';
import { resolvers as presence } from './features/presence/index.ts';
import { ratingById, resolvers as ratings } from './features/ratings/index.ts';
import { resolvers as live } from './features/live/index.ts';
import {
  resolvers as sideConversations,
  sideConversationById,
  sideMessageById,
} from './features/side-conversations/index.ts';
import { resolvers as search } from './features/search/index.ts';
import { resolvers as tickets, ticketById } from './features/tickets/index.ts';
import { resolvers as triggers, triggerNode } from './features/triggers/index.ts';
import { resolvers as warnings, warningById } from './features/warnings/index.ts';
import type { ResolverMap } from './platform/graphql/build-schema.ts';
import { nodeResolver, type NodeFinders } from './platform/graphql/node.ts';

/** What each feature answers. */
const features: readonly ResolverMap[] = [
  ...audit,
  ...comments,
  ...copies,
  ...departments,
  ...inbound,
  ...live,
  ...mailAccounts,
  ...notifications,
  ...people,
  ...search,
  ...sideConversations,
  ...drafts,
  ...presence,
  ...ratings,
  ...tickets,
  ...triggers,
  ...warnings,
];

/** How `Query.node` finds what has a global id. */
const nodes: NodeFinders = {
  Comment: commentById,
  Department: (context, id) =>
    may(context.viewer, 'department.read', { departmentId: id })
      ? departmentById(context).load(id)
      : Promise.resolve(null),
  InboundMessage: inboundMessageById,
  MailAccount: mailAccountNode,
  OutboundMessage: outboundMessageById,
  Person: personNode,
  SideConversation: sideConversationById,
  SideMessage: sideMessageById,
  Rating: ratingById,
  Ticket: (context, id) => ticketById(context).load(id),
  Trigger: triggerNode,
  Warning: warningById,
};

export const resolvers: readonly ResolverMap[] = [
  ...features,
  {
    Query: { node: nodeResolver(nodes) },
    Node: { __resolveType: ({ __typename }: { __typename: string }) => __typename },
  },
];
