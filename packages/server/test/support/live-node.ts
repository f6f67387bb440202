import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { v7 } from 'uuid';
import { openLive, type LiveUpdates, type OpenLiveOptions } from '../../src/features/live/index.ts';
import { newToken } from '../../src/platform/auth/bearer-token.ts';
import type { Desk } from '../../src/platform/desk.ts';
import { buildSchema } from '../../src/platform/graphql/build-schema.ts';
import { readSlices } from '../../src/platform/graphql/read-slices.ts';
import type { Viewer } from '../../src/platform/viewer.ts';
import { resolvers } from '../../src/resolvers.ts';
import type { TestDesk } from './test-desk.ts';

export type LiveNode = LiveUpdates & { url: string; stop(): Promise<void> };

/** A node's live updates on a port of their own, woken by the desk's operations. */
export async function liveNode(desk: TestDesk, options: Partial<OpenLiveOptions> = {}): Promise<LiveNode> {
  const schema = buildSchema(readSlices(), resolvers);
  const live = await openLive({ desk, schema, url: desk.url, notify: false, ...options });
  const before = desk.wake;
  desk.wake = (ticketIds, what) => {
    before(ticketIds, what);
    live.wake(what);
  };
  const http = createServer();
  live.attach(http);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    ...live,
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    async stop() {
      desk.wake = before;
      await live.close();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

/** A token by which the person signs in; the viewer stands in its door. */
export async function aToken(desk: Desk, viewer: Viewer): Promise<{ token: string; viewer: Viewer; tokenId: string }> {
  const { token, hash, prefix } = newToken();
  const id = v7();
  await desk.db.insertInto('token').values({ id, hash, prefix, name: 'test', person_id: viewer.id }).execute();
  return { token, viewer: { ...viewer, door: { kind: 'TOKEN', id } }, tokenId: id };
}
