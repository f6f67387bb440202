import { may, type Action, type Subject } from '@copydesk/rules';
import { isObjectType, type GraphQLSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isFor } from '../../src/platform/graphql/access.ts';
import { buildSchema } from '../../src/platform/graphql/build-schema.ts';
import { globalId } from '../../src/platform/graphql/ids.ts';
import { readSlices } from '../../src/platform/graphql/read-slices.ts';
import type { Viewer } from '../../src/platform/viewer.ts';
import { resolvers } from '../../src/resolvers.ts';
import { everythingBelow } from '../support/everything-query.ts';
import { testDesk, type TestDesk } from '../support/test-desk.ts';
import { aDeskOfRights, askAs, aTicketOfRights, DEPARTMENTS, VIEWERS, type RightsScene } from './rights-scene.ts';

type Node = Record<string, unknown>;

let h: TestDesk;
let schema: GraphQLSchema;
const scenes = new Map<string, RightsScene>();
/** Of comments, by their ids. */
let authors: Map<string, string | null>;

beforeAll(async () => {
  h = await testDesk();
  schema = buildSchema(readSlices(), resolvers);
  const { departments, people } = await aDeskOfRights(h);
  for (const [kind, { id }] of departments) {
    const asks = kind === 'agents who ask see no notes' ? 'agentElsewhere' : 'requester';
    scenes.set(kind, await aTicketOfRights(h, people, id, kind, asks));
  }
  const comments = await h.db.selectFrom('comment').select(['id', 'author_id']).execute();
  authors = new Map(comments.map(({ id, author_id }) => [id, author_id]));
}, 60_000);
afterAll(() => h.close());

/** Fields that are made for the viewer, with what the table says of them; the others are the same for all who read them. */
const OWN: Readonly<Record<string, Action | 'COUNTED' | 'THEIRS'>> = {
  'Ticket.seq': 'COUNTED',
  'Ticket.updatedAt': 'COUNTED',
  'Ticket.commentCount': 'COUNTED',
  'Ticket.events': 'COUNTED',
  'CommentConnection.totalCount': 'COUNTED',
  'Ticket.drafts': 'THEIRS',
  'Ticket.viewerFollows': 'THEIRS',
  'Department.viewerMayAddCcs': 'THEIRS',
  'ViewerMay.addCcs': 'THEIRS',
  // Of one comment and its author: the mutations are asked by everybody in rights-mutations.
  'CommentViewerMay.edit': 'THEIRS',
  'CommentViewerMay.delete': 'THEIRS',
  'ViewerMay.edit': 'ticket.edit',
  'ViewerMay.commentPublicly': 'comment.write_public',
  'ViewerMay.commentInternally': 'comment.write_internal',
  'ViewerMay.changeCcs': 'cc.change',
  'ViewerMay.changeFollowers': 'follower.change',
  'ViewerMay.writeSideConversations': 'side.write',
};

/** What of a ticket is for those who may read notes, beyond what @access says. */
const INSIDE = new Set(['Ticket.warnings', 'Ticket.warningCount', 'Ticket.sideConversations']);

const isNothing = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  (Array.isArray(value) && value.length === 0) ||
  Object.entries(value as Node).some(([alias, edges]) => fieldOf(alias)?.name === 'edges' && isNothing(edges));

function fieldOf(alias: string) {
  const [, typeName = '', index = ''] = /^(.*)_(\d+)$/u.exec(alias) ?? [];
  const type = schema.getType(typeName);
  const field = isObjectType(type) ? Object.values(type.getFields())[Number(index)] : undefined;
  return field && { name: field.name, path: `${typeName}.${field.name}`, audience: field.extensions.audience };
}

/** Reads a field of a node by its name, whatever its alias. */
function valueOf(node: Node, name: string): unknown {
  return Object.entries(node).find(([alias]) => fieldOf(alias)?.name === name)?.[1];
}

/** Everything in which what somebody was answered is not what the table says of what there is. */
function differences(viewer: Viewer, subject: Subject, all: Node, seen: Node, at: string): string[] {
  return Object.entries(all).flatMap(([alias, value]) => {
    const field = fieldOf(alias);
    const got = seen[alias];
    if (field === undefined) return [];
    const path = `${at} > ${field.path}`;
    const own = OWN[field.path];
    const parent = { id: idOf(all) };
    if (!isFor(field.audience!, viewer, parent) || (INSIDE.has(field.path) && !may(viewer, 'internal.read', subject)))
      return isNothing(got) ? [] : [`${path}: ${JSON.stringify(got)} is not theirs`];
    if (own === 'COUNTED' || own === 'THEIRS') return [];
    if (own !== undefined) return got === may(viewer, own, subject) ? [] : [`${path}: ${String(got)}`];
    if (Array.isArray(value)) return ofLists(viewer, subject, value, got as unknown[], path);
    if (value !== null && typeof value === 'object')
      return got ? differences(viewer, subject, value as Node, got as Node, path) : [`${path}: missing`];
    return got === value ? [] : [`${path}: ${JSON.stringify(got)} instead of ${JSON.stringify(value)}`];
  });
}

function idOf(node: Node): string | undefined {
  const id = valueOf(node, 'id');
  return typeof id === 'string' ? Buffer.from(id, 'base64url').toString().split(':')[1] : undefined;
}

function ofLists(viewer: Viewer, subject: Subject, all: unknown[], got: unknown[], path: string): string[] {
  const theirs = all.filter((one) => isTheirs(viewer, subject, one));
  if (theirs.length !== got.length) return [`${path}: ${got.length} instead of ${theirs.length}`];
  return theirs.flatMap((one, at) =>
    one !== null && typeof one === 'object'
      ? differences(viewer, subject, one as Node, got[at] as Node, path)
      : one === got[at]
        ? []
        : [`${path}: ${String(got[at])}`],
  );
}

/** Of edges with comments, those that may be read; of anything else, all. */
function isTheirs(viewer: Viewer, subject: Subject, one: unknown): boolean {
  const node = one !== null && typeof one === 'object' ? valueOf(one as Node, 'node') : undefined;
  const type = (node as Node | undefined)?.['__typename'];
  if (type !== 'Comment') return true;
  const visibility = valueOf(node as Node, 'visibility') as 'PUBLIC' | 'INTERNAL';
  const authorId = authors.get(idOf(node as Node) ?? '') ?? null;
  return may(viewer, 'comment.read', { ...subject, comment: { visibility, authorId } });
}

function everythingOf({ ticketId }: RightsScene, viewer: Viewer | null) {
  const literals = { id: JSON.stringify(globalId('Ticket', ticketId)), first: '20' };
  const ticket = schema.getQueryType()!.getFields()['ticket']!;
  return askAs(h, schema, viewer, everythingBelow(schema, 'query', ticket, literals, 3)!);
}

describe.each(Object.keys(DEPARTMENTS))('department: %s', (kind) => {
  /** What there is: admins see all of it. */
  let all: Awaited<ReturnType<typeof everythingOf>> | undefined;

  it.each(VIEWERS)('%s reads of the ticket what the table says, field by field', async (name) => {
    const scene = scenes.get(kind)!;
    const viewer = scene.people[name];
    all ??= await everythingOf(scene, scene.people.admin);
    expect(all.errors).toBeUndefined();
    const seen = await everythingOf(scene, viewer);
    const subject = { ticket: scene.subject };
    if (viewer === null) {
      expect(seen.errors?.[0]?.extensions['code']).toBe('UNAUTHENTICATED');
    } else if (!may(viewer, 'ticket.read', subject)) {
      expect(seen.data?.['ticket'] ?? null).toBeNull();
    } else {
      expect(differences(viewer, subject, all.data!['ticket'] as Node, seen.data!['ticket'] as Node, '')).toEqual([]);
    }
  });
});
