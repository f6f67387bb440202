import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  changeSideConversation,
  loadSideConversation,
  replyToSideConversation,
  startSideConversation,
  type SideConversationState,
} from '../../src/features/side-conversations/index.ts';
import { addFollowers } from '../../src/features/copies/index.ts';
import { changeTicket, loadTicketState } from '../../src/features/tickets/index.ts';
import type { Viewer } from '../../src/platform/viewer.ts';
import { aTicketScene, refusalOf } from '../support/a-ticket.ts';
import { aPerson } from '../support/people.ts';
import { statementsOf } from '../support/statements.ts';
import { testDesk, type TestDesk } from '../support/test-desk.ts';

let desk: TestDesk;
beforeAll(async () => {
  desk = await testDesk();
});
afterAll(() => desk.close());

const to = (...people: Viewer[]) => people.map(({ id }) => ({ id }));
const opening = { subject: 'A second opinion', body: 'What do you think?' };

const standing = async (id: string) =>
  (await loadSideConversation(desk.db, id))!.participants.map(
    ({ header, address }: SideConversationState['participants'][number]) => `${header} ${address}`,
  );

const toldOf = async (id: string) => {
  const { told } = await desk.db
    .selectFrom('side_message')
    .select('told')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return told.map(({ header, address }) => `${header} ${address}`);
};

async function aConversation() {
  const scene = await aTicketScene(desk);
  const { ticketId, ada, carl, mia } = scene;
  const started = await startSideConversation(desk, ada, { ticketId, ...opening, to: to(carl), bcc: to(mia) });
  return { ...scene, ...started };
}

describe('starting a side conversation', () => {
  it('writes everything in two statements, and to whom it is told: the team hidden, the author never', async () => {
    const { ticketId, ada, carl, mia, lee } = await aTicketScene(desk);
    await addFollowers(desk, lee, { ticketId, personIds: [lee.id] });
    const before = (await loadTicketState(desk.db, ticketId))!;
    const { result, statements } = await statementsOf(() =>
      startSideConversation(desk, ada, {
        ticketId,
        ...opening,
        to: to(carl),
        cc: [{ email: 'New.Side@example.com' }],
        bcc: to(mia),
      }),
    );
    expect(statements).toHaveLength(2);
    const people = [`TO ${carl.address}`, 'CC new.side@example.com', `BCC ${mia.address}`];
    expect(await standing(result.sideConversationId)).toEqual(expect.arrayContaining(people));
    expect(await toldOf(result.sideMessageId)).toEqual([...people, `HIDDEN ${lee.address}`]);
    const after = (await loadTicketState(desk.db, ticketId))!;
    expect(after).toMatchObject({ seq: before.seq + 1, publicSeq: before.publicSeq, status: before.status, ccs: [] });
  });

  it('names each person once, in the most visible header', async () => {
    const { ticketId, ada, carl, mia } = await aTicketScene(desk);
    const { sideConversationId } = await startSideConversation(desk, ada, {
      ticketId,
      ...opening,
      to: to(carl),
      cc: [...to(carl), ...to(mia)],
      bcc: [{ email: mia.address! }],
    });
    expect(await standing(sideConversationId)).toEqual(
      expect.arrayContaining([`TO ${carl.address}`, `CC ${mia.address}`]),
    );
    expect(await standing(sideConversationId)).toHaveLength(2);
  });

  it('is for full agents of the ticket, and does not exist for everybody else', async () => {
    const { ticketId, lee, rita, otto, mia, carl } = await aTicketScene(desk);
    const start = (who: Viewer) => refusalOf(startSideConversation(desk, who, { ticketId, ...opening, to: to(carl) }));
    expect(await start(lee)).toEqual([{ code: 'FORBIDDEN', field: 'ticketId' }]);
    expect(await start(rita)).toEqual([{ code: 'FORBIDDEN', field: 'ticketId' }]);
    for (const who of [otto, mia]) expect(await start(who)).toEqual([{ code: 'NOT_FOUND', field: 'ticketId' }]);
  });

  it('is refused with the field where something is missing or wrong, and changes nothing', async () => {
    const { ticketId, ada, carl, department } = await aTicketScene(desk, (policy) => {
      Object.assign(policy.cc, { blocklist: 'blocked.example.com' });
    });
    const mute = await aPerson(desk, { name: 'Mute', address: null });
    const gone = await aPerson(desk, { name: 'Gone', state: 'SUSPENDED' });
    const seq = (await loadTicketState(desk.db, ticketId))!.seq;
    const refused = (more: object) =>
      refusalOf(startSideConversation(desk, ada, { ticketId, ...opening, to: to(carl), ...more }));
    expect(await refused({ subject: ' ' })).toEqual([{ code: 'INVALID', field: 'subject' }]);
    expect(await refused({ body: '\n' })).toEqual([{ code: 'INVALID', field: 'body' }]);
    expect(await refused({ to: [] })).toEqual([{ code: 'INVALID', field: 'to' }]);
    expect(await refused({ to: [], cc: to(carl) })).toEqual([{ code: 'INVALID', field: 'to' }]);
    expect(await refused({ cc: [{ email: 'no address' }] })).toEqual([{ code: 'INVALID', field: 'cc.0.email' }]);
    expect(await refused({ cc: to(mute) })).toEqual([{ code: 'INVALID', field: 'cc.0' }]);
    expect(await refused({ bcc: [{ email: department.address }] })).toEqual([{ code: 'INVALID', field: 'bcc.0' }]);
    expect(await refused({ bcc: [{ email: 'a@blocked.example.com' }], cc: to(gone) })).toEqual([
      { code: 'CC_NOT_ALLOWED', field: 'cc.0' },
      { code: 'CC_BLOCKED', field: 'bcc.0' },
    ]);
    expect((await loadTicketState(desk.db, ticketId))!.seq).toBe(seq);
  });

  it('is refused where the department has none, and on a closed ticket', async () => {
    const off = await aTicketScene(desk, (policy) => Object.assign(policy.side, { enabled: false }));
    const start = (scene: typeof off) =>
      refusalOf(startSideConversation(desk, scene.ada, { ticketId: scene.ticketId, ...opening, to: to(scene.carl) }));
    expect(await start(off)).toEqual([{ code: 'FORBIDDEN', field: 'ticketId' }]);
    const closed = await aTicketScene(desk);
    await changeTicket(desk, closed.ada, { ticketId: closed.ticketId, status: 'CLOSED' });
    expect(await start(closed)).toEqual([{ code: 'CLOSED', field: 'ticketId' }]);
  });

  it('with the same key is one conversation, and with a key used elsewhere refused', async () => {
    const { ticketId, ada, carl, sideConversationId } = await aConversation();
    const input = { ticketId, ...opening, to: to(carl), clientKey: ticketId };
    const first = await startSideConversation(desk, ada, input);
    expect(await startSideConversation(desk, ada, input)).toEqual(first);
    expect(first.sideConversationId).not.toBe(sideConversationId);
    const reply = replyToSideConversation(desk, ada, { sideConversationId, body: 'More.', clientKey: ticketId });
    expect(await refusalOf(reply)).toEqual([{ code: 'INVALID', field: 'clientKey' }]);
  });
});

describe('replying', () => {
  it('goes to everybody who takes part, adds, moves and removes people', async () => {
    const { sideConversationId, ada, carl, mia, rita } = await aConversation();
    const reply = (more: object) =>
      replyToSideConversation(desk, ada, { sideConversationId, body: 'And now?', ...more });
    expect((await toldOf((await reply({})).sideMessageId)).toSorted()).toEqual(
      [`BCC ${mia.address}`, `TO ${carl.address}`].toSorted(),
    );
    expect((await toldOf((await reply({ cc: to(mia, rita) })).sideMessageId)).toSorted()).toEqual(
      [`CC ${mia.address}`, `CC ${rita.address}`, `TO ${carl.address}`].toSorted(),
    );
    const { sideMessageId } = await reply({ removePersonIds: [rita.id] });
    expect(await toldOf(sideMessageId)).not.toContain(`CC ${rita.address}`);
    expect(await refusalOf(reply({ removePersonIds: [carl.id] }))).toEqual([{ code: 'INVALID', field: 'to' }]);
  });

  it('opens a closed side conversation again', async () => {
    const { sideConversationId, ada } = await aConversation();
    await changeSideConversation(desk, ada, { sideConversationId, state: 'CLOSED' });
    expect((await loadSideConversation(desk.db, sideConversationId))?.state).toBe('CLOSED');
    await replyToSideConversation(desk, ada, { sideConversationId, body: 'One more thing.' });
    expect((await loadSideConversation(desk.db, sideConversationId))?.state).toBe('OPEN');
  });

  it('several agents at once all get their turn', async () => {
    const { sideConversationId, ticketId, ada } = await aConversation();
    const { seq } = (await loadTicketState(desk.db, ticketId))!;
    await Promise.all(
      Array.from({ length: 5 }, (_, place) =>
        replyToSideConversation(desk, ada, { sideConversationId, body: `Reply ${place}.` }),
      ),
    );
    expect((await loadTicketState(desk.db, ticketId))!.seq).toBe(seq + 5);
  });
});

describe('changing', () => {
  it('renames and closes; nothing to change is no event; nobody unseen learns that it exists', async () => {
    const { sideConversationId, ticketId, ada, lee, otto, rita } = await aConversation();
    await changeSideConversation(desk, ada, { sideConversationId, subject: ' Another\nname ', state: 'CLOSED' });
    expect(await loadSideConversation(desk.db, sideConversationId)).toMatchObject({
      subject: 'Another name',
      state: 'CLOSED',
    });
    const { seq } = (await loadTicketState(desk.db, ticketId))!;
    await changeSideConversation(desk, ada, { sideConversationId, state: 'CLOSED' });
    expect((await loadTicketState(desk.db, ticketId))!.seq).toBe(seq);
    const change = (who: Viewer) => refusalOf(changeSideConversation(desk, who, { sideConversationId, state: 'OPEN' }));
    expect(await change(lee)).toEqual([{ code: 'FORBIDDEN', field: 'sideConversationId' }]);
    for (const who of [otto, rita]) {
      expect(await change(who)).toEqual([{ code: 'NOT_FOUND', field: 'sideConversationId' }]);
    }
  });
});
