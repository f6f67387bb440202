import type { GraphQLResolveInfo } from 'graphql';
import type { QuerySearchArgs } from '../../../generated/resolver-types.ts';
import { turnIsOver } from '../../../platform/events/pace.ts';
import { signedIn, type Context } from '../../../platform/graphql/context.ts';
import { isSelected } from '../../../platform/graphql/is-selected.ts';
import { commentById } from '../../comments/index.ts';
import { ticketById } from '../../tickets/index.ts';
import { excerptOf } from '../excerpt.ts';
import { searchTickets, type Hit } from '../search.reader.ts';

type Asked = Hit & { query: string };

export const searchQueries = {
  Query: {
    async search(_: unknown, { query, ...paging }: QuerySearchArgs, context: Context, info: GraphQLResolveInfo) {
      const counted = isSelected(info, 'totalCount');
      const { edges, ...page } = await searchTickets(context.desk.db, signedIn(context), { query, counted }, paging);
      return { ...page, edges: edges.map(({ node, cursor }) => ({ node: { ...node, query }, cursor })) };
    },
  },
  SearchHit: {
    ticket: ({ ticketId }: Asked, _: unknown, context: Context) => ticketById(context).load(ticketId),
    comment: ({ commentId }: Asked, _: unknown, context: Context) => commentId && commentById(context, commentId),
    async excerpt({ commentId, query }: Asked, _: unknown, context: Context) {
      const comment = commentId === null ? null : await commentById(context, commentId);
      if (!comment) return [];
      // A long text takes its time, and a page has a hundred of them.
      for (let over = turnIsOver(); over; over = turnIsOver()) await over;
      return excerptOf(comment.bodyText, query);
    },
  },
};
