import { openOrm } from './src/platform/database/orm.ts';
const orm = await openOrm({ url: 'x', poolSize: 1, applicationName: 'x' });
const k = orm.em.getKysely();
const q = k.selectFrom('ticket').innerJoin('person', 'person.id', 'ticket.requester_id').select(['ticket.number', 'ticket.requester_id', 'person.name', 'ticket.status', 'ticket.updated_at']);
const r = { number: 'x', requester_id: 5, name: 1, status: 'NOPE', updated_at: 3 };
const e = await k.selectFrom('event').selectAll().executeTakeFirstOrThrow();
const z = e;
const c = await k.selectFrom('cc').selectAll().executeTakeFirstOrThrow();
const y = c;
