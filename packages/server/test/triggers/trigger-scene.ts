import type { Trigger, TriggerAction, TriggerCondition } from '@copydesk/rules';
import { sql } from 'kysely';
import { createTrigger, runTriggers } from '../../src/features/triggers/index.ts';
import { loadTicketState } from '../../src/features/tickets/index.ts';
import type { Viewer } from '../../src/platform/viewer.ts';
import { aTicketScene, type Scene } from '../support/a-ticket.ts';
import { aPerson } from '../support/people.ts';
import { readable } from '../support/readable.ts';
import type { TestDesk } from '../support/test-desk.ts';

export type TriggerScene = Scene & {
  root: Viewer;
  /** Gives the department a trigger; its id. */
  trigger(
    on: Trigger['on'],
    actions: TriggerAction[],
    all?: TriggerCondition[],
    after?: Trigger['after'],
  ): Promise<string>;
  state(): Promise<NonNullable<Awaited<ReturnType<typeof loadTicketState>>>>;
  /** What triggers did to the ticket, as the log has it. */
  done(): Promise<{ type: string; data: Record<string, unknown> }[]>;
};

/** A ticket of Rita's, and an admin who makes triggers. */
export async function aTriggerScene(desk: TestDesk): Promise<TriggerScene> {
  const scene = await aTicketScene(desk);
  const root = await aPerson(desk, { name: 'Root', role: 'ADMIN' });
  await runAll(desk);
  return {
    ...scene,
    root,
    trigger: async (on, actions, all = [], after = null) => {
      const departmentId = scene.department.id;
      const made = await createTrigger(desk, root, {
        departmentId,
        name: `On ${on.join(', ')}`,
        on,
        after,
        conditions: { all, any: [] },
        actions,
      });
      return made.triggerId!;
    },
    state: async () => (await loadTicketState(desk.db, scene.ticketId))!,
    done: () =>
      desk.db
        .selectFrom('event')
        .select(['type', 'data'])
        .where('ticket_id', '=', scene.ticketId)
        .where(sql<boolean>`data ? 'triggerId'`)
        .orderBy('seq')
        .execute(),
  };
}

/** Runs triggers and what is due until nothing is left to do. */
export async function runAll(desk: TestDesk): Promise<void> {
  let of: string | undefined;
  do {
    await readable(desk);
    of = (await runTriggers(desk))?.of;
  } while (of !== 'NOTHING');
}
