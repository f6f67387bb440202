import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Trigger } from '@copydesk/rules';
import { addComment, previewReply } from '../../src/features/comments/index.ts';
import { placeNotificationsCursor } from '../../src/features/notifications/index.ts';
import { changeTrigger, createTrigger, placeTriggersCursor } from '../../src/features/triggers/index.ts';
import { changeTicket, createTicket, mergeTickets } from '../../src/features/tickets/index.ts';
import type { Viewer } from '../../src/platform/viewer.ts';
import { aStory, consumeAll } from '../notifications/story.ts';
import { aPerson } from '../support/people.ts';
import { testDesk, type TestDesk } from '../support/test-desk.ts';
import { runAll } from './trigger-scene.ts';

let desk: TestDesk;
let story: Awaited<ReturnType<typeof aStory>>;
let root: Viewer;
beforeAll(async () => {
  desk = await testDesk();
  await placeNotificationsCursor(desk.db, desk.epoch);
  await placeTriggersCursor(desk.db, desk.epoch);
  root = await aPerson(desk, { name: 'Root', role: 'ADMIN' });
});
beforeEach(async () => {
  story = await aStory(desk);
  await mails();
});
afterAll(() => desk.close());

let seen = '00000000-0000-0000-0000-000000000000';

/** The mails since the last look: to whom, by which rule, and what they say. */
async function mails(): Promise<{ to: string; rule: string; because: string; subject: string; text: string }[]> {
  await runAll(desk);
  await consumeAll(desk);
  const { rows } = await sql<{ id: string; to: string; rule: string; because: string; subject: string; text: string }>`
    select o.id, split_part(p.name, ' ', 1) as to, o.told ->> 'rule' as rule, o.told ->> 'because' as because, o.subject,
      o.body_text as text
    from outbound_message o join person p on p.id = o.person_id
    where o.id > ${seen} and o.status <> 'FAILED' order by p.name`.execute(desk.db);
  seen =
    rows
      .map(({ id }) => id)
      .toSorted()
      .at(-1) ?? seen;
  return rows;
}

const names = async () => (await mails()).map(({ to }) => to);

async function turnOn(name: string, given: Partial<Trigger> = {}): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select trigger ->> 'id' as id from department d, jsonb_array_elements(d.triggers) trigger
    where d.id = ${story.department.id} and trigger ->> 'name' = ${name}`.execute(desk.db);
  await changeTrigger(desk, root, { triggerId: rows[0]!.id, active: true, ...given });
}

const notify = (on: Trigger['on'], audience: string, more: object = {}) =>
  createTrigger(desk, root, {
    departmentId: story.department.id,
    name: `Tell ${audience}`,
    on,
    actions: [{ kind: 'NOTIFY', values: [audience] }],
    ...more,
  });

describe('mails of comments', () => {
  it('go to the requester alone where the trigger says so', async () => {
    const { ada, ticketId, rita } = story;
    await turnOn('Tell requester and CCs of public comments', { actions: [{ kind: 'NOTIFY', values: ['REQUESTER'] }] });
    await addComment(desk, ada, { ticketId, body: 'We come on Monday.', visibility: 'PUBLIC' });
    expect((await mails()).map(({ to, because }) => [to, because])).toEqual([
      ['Fiona', 'They follow the ticket, unseen by the others.'],
      [
        rita.name,
        'They are the requester, and the comment is public. Trigger: “Tell requester and CCs of public comments”.',
      ],
    ]);
  });

  it('go to no customer where no trigger says so', async () => {
    const { ada, ticketId } = story;
    await turnOn('Tell requester and CCs of public comments', { active: false });
    await addComment(desk, ada, { ticketId, body: 'We come on Monday.', visibility: 'PUBLIC' });
    expect(await names()).toEqual(['Fiona']);
  });

  it('are those that the preview shows, with the status that goes with the reply', async () => {
    const { ada, ticketId } = story;
    const solved = { all: [{ field: 'STATUS' as const, is: 'IS' as const, values: ['SOLVED'] }], any: [] };
    await turnOn('Tell requester and CCs of public comments', { conditions: solved });
    const shown = async (status: 'SOLVED' | null) => {
      const previewed = await previewReply(desk, ada, { ticketId, visibility: 'PUBLIC', status });
      return previewed?.preview.told.map(({ address }) => address.split('.')[0]);
    };
    expect([await shown(null), await shown('SOLVED')]).toEqual([['fiona'], ['rita', 'carl', 'fiona']]);
    await addComment(desk, ada, { ticketId, body: 'We look.', visibility: 'PUBLIC' });
    expect(await names()).toEqual(['Fiona']);
    await addComment(desk, ada, { ticketId, body: 'Done.', visibility: 'PUBLIC', status: 'SOLVED' });
    expect((await mails()).filter(({ rule }) => rule !== 'told-requester-rates').map(({ to }) => to)).toEqual([
      'Carl',
      'Fiona',
      'Rita',
    ]);
  });

  it('of an internal note go to no customer, whatever triggers say; what else they do is done', async () => {
    const { ada, ticketId } = story;
    await notify(['COMMENT_ADDED', 'TICKET_CHANGED'], 'REQUESTER_AND_CCS', {
      actions: [
        { kind: 'NOTIFY', values: ['REQUESTER_AND_CCS'] },
        { kind: 'ADD_TAGS', values: ['noted'] },
      ],
    });
    await addComment(desk, ada, { ticketId, body: 'He is right.', visibility: 'INTERNAL', status: 'ON_HOLD' });
    expect(await names()).toEqual(['Fiona']);
    const row = await desk.db.selectFrom('ticket').select('tags').where('id', '=', ticketId).executeTakeFirst();
    expect(row?.tags).toEqual(['noted']);
  });

  it('are written by the trigger’s own words, where it has some', async () => {
    const { ada, ticketId } = story;
    const words = { subject: 'News of {{ticket.title}}', body: 'Good news! {{ ticket.comments_formatted }}' };
    await turnOn('Tell requester and CCs of public comments', {
      actions: [{ kind: 'NOTIFY', values: ['REQUESTER_AND_CCS'], ...words }],
    });
    await addComment(desk, ada, { ticketId, body: 'We come on Monday.', visibility: 'PUBLIC' });
    const all = await mails();
    expect(all[0]?.text).toMatch(/Good news![^]+We come on Monday\./u);
    expect(all.map(({ to, subject }) => [to, subject.includes('News of Roof claim')])).toEqual([
      ['Carl', true],
      ['Fiona', false],
      ['Rita', true],
    ]);
  });
});

describe('other mails', () => {
  it('of a new status: requester and CCs once, beside those who hear anyway', async () => {
    const { ticketId } = story;
    await turnOn('Tell requester and CCs of a new status');
    await changeTicket(desk, root, { ticketId, status: 'ON_HOLD' });
    const all = await mails();
    expect(all.map(({ to, rule }) => [to, rule])).toEqual([
      ['Ada', 'told-assignee'],
      ['Carl', 'told-cc-by-trigger'],
      ['Fiona', 'told-follower'],
      ['Rita', 'told-requester-by-trigger'],
    ]);
    expect(all[3]?.because).toBe('They are the requester. Trigger: “Tell requester and CCs of a new status”.');
    expect(all[3]?.text).toContain('On hold');
    // A reply that sets the status is one mail, not two.
    await addComment(desk, story.ada, { ticketId, body: 'Done.', visibility: 'PUBLIC', status: 'SOLVED' });
    expect((await names()).filter((name) => name === 'Carl')).toHaveLength(1);
  });

  it('of a merge: requester and CCs of both, and nothing of the team’s note', async () => {
    const { ticketId, rita, department } = story;
    const mia = await aPerson(desk, { name: 'Mia' });
    const other = { departmentId: department.id, subject: 'Roof again', body: 'Please.', requester: { id: mia.id } };
    const { ticketId: sourceId } = await createTicket(desk, root, other);
    await mails();
    await turnOn('Tell requester and CCs of a merge');
    await mergeTickets(desk, root, { sourceId, targetId: ticketId });
    const customers = (await mails()).filter(({ rule }) => rule.endsWith('-by-trigger'));
    expect(customers.map(({ to, rule }) => [to, rule])).toEqual([
      ['Carl', 'told-cc-by-trigger'],
      ['Mia', 'told-requester-by-trigger'],
      ['Mia', 'told-cc-by-trigger'],
      [rita.name, 'told-requester-by-trigger'],
    ]);
    expect(customers.map(({ text }) => text).join()).not.toMatch(/merge/iu);
  });

  it('of closing, though a closed ticket takes no more changes', async () => {
    await turnOn('Tell requester and CCs of a new status');
    await changeTicket(desk, root, { ticketId: story.ticketId, status: 'CLOSED' });
    expect((await mails()).filter(({ rule }) => rule.endsWith('-by-trigger')).map(({ to }) => to)).toEqual([
      'Carl',
      'Rita',
    ]);
  });

  it('two triggers that tell the same people send one', async () => {
    const { ticketId } = story;
    await turnOn('Tell requester and CCs of a new status');
    await notify(['TICKET_CHANGED'], 'REQUESTER');
    await changeTicket(desk, root, { ticketId, status: 'ON_HOLD' });
    expect((await names()).filter((name) => name === 'Rita')).toHaveLength(1);
  });

  it('of a private ticket go to no customer', async () => {
    const { ada, rita, department } = story;
    await turnOn('Tell requester and CCs of a new status');
    const { ticketId } = await createTicket(desk, ada, {
      departmentId: department.id,
      subject: 'Fraud?',
      body: 'Look at this one.',
      visibility: 'INTERNAL',
      requester: { id: rita.id },
      assigneeId: ada.id,
    });
    await changeTicket(desk, root, { ticketId, status: 'ON_HOLD' });
    expect(await names()).toEqual(['Ada']);
  });

  it('to the department: all who work there, but not who did it, nor twice whom the comment was told to', async () => {
    const { department, rita, ada, fiona } = story;
    await aPerson(desk, { name: 'Lee', role: 'LIGHT_AGENT', departmentIds: [department.id] });
    await aPerson(desk, { name: 'Gone', role: 'AGENT', state: 'SUSPENDED', departmentIds: [department.id] });
    await turnOn('Tell the department of a new ticket');
    await createTicket(desk, rita, { departmentId: department.id, subject: 'Door', body: 'It creaks.' });
    const all = await mails();
    expect(all.map(({ to, rule }) => [to, rule])).toEqual([
      ['Ada', 'told-department'],
      ['Fiona', 'told-department'],
      ['Lee', 'told-department'],
      ['Rita', 'told-acknowledgement'],
    ]);
    expect(all[0]?.text).toContain('It creaks.');
    await createTicket(desk, ada, {
      departmentId: department.id,
      subject: 'Gate',
      body: 'Called in.',
      requester: { id: rita.id },
      followerIds: [fiona.id],
    });
    expect(await names()).toEqual(['Fiona', 'Lee', 'Rita']);
  });

  it('of an automation: to requester and CCs, when it is due', async () => {
    const { ticketId } = story;
    await notify(['TIME'], 'REQUESTER_AND_CCS', { after: { hours: 72, since: 'CREATED' } });
    expect(await names()).toEqual([]);
    await sql`update automation_due set due_at = now() where ticket_id = ${ticketId}`.execute(desk.db);
    expect(await names()).toEqual(['Carl', 'Rita']);
    expect(await names()).toEqual([]);
  });
});
