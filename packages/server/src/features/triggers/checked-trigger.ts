import { sql } from 'kysely';
import {
  canonicalAddress,
  checkTrigger,
  namedByTrigger,
  type Party,
  type Trigger,
  type TriggerProblem,
  type TriggerSurroundings,
} from '@copydesk/rules';
import type { Queries } from '../../platform/database/database.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { DepartmentState } from '../departments/index.ts';
import { checkMailTemplate } from '../mail-texts/index.ts';
import { partyJson } from '../people/index.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * A trigger as the department keeps it.
 *
 * @throws Refusal INVALID for everything that is wrong with it, each with its path in the input
 */
export async function checkedTrigger(db: Queries, department: DepartmentState, given: Trigger): Promise<Trigger> {
  const checked = checkTrigger(given, await surroundingsOf(db, department, given));
  const problems = checked.ok ? await wrongWords(checked.trigger) : checked.problems;
  if (checked.ok && problems.length === 0) return checked.trigger;
  throw new Refusal(
    ...problems.map(({ field, message }) => ({ code: 'INVALID' as const, message, field: [...field] })),
  );
}

/** What is wrong with the mails' own words, tried on sample mails. */
async function wrongWords({ on, actions }: Trigger): Promise<TriggerProblem[]> {
  const kind = on.some((event) => event.startsWith('COMMENT') || event === 'TICKET_CREATED')
    ? 'REPLY'
    : 'TICKET_CHANGED';
  const problems: TriggerProblem[] = [];
  for (const [place, action] of actions.entries()) {
    const wrong = await checkMailTemplate(kind, null, action);
    if (wrong) problems.push({ field: ['actions', String(place), wrong.field], message: wrong.message });
  }
  return problems;
}

async function surroundingsOf(db: Queries, department: DepartmentState, given: Trigger): Promise<TriggerSurroundings> {
  const named = namedByTrigger(given);
  const ids = named.filter((one) => uuid.test(one));
  const addresses = named.filter((one) => one.includes('@')).map(canonicalAddress);
  const { rows } = await sql<{ canonical: string | null; ours: boolean; party: Party | null }>`
    select a.canonical, a.department_id is not null as ours,
      case when p.id is not null then ${partyJson('p')} end as party
    from address a left join person p on p.id = a.person_id
    where a.department_id is not null or a.canonical = any(${addresses}::text[])
    union all
    select null, false, ${partyJson('p')} from person p where p.id = any(${ids}::uuid[])`.execute(db);
  const people = new Map<string, Party>();
  for (const { canonical, party } of rows) {
    if (party !== null) people.set(canonical ?? party.id, party);
  }
  return {
    departmentId: department.id,
    policy: department.policy,
    supportAddresses: rows.flatMap(({ canonical, ours }) => (ours && canonical !== null ? [canonical] : [])),
    people,
  };
}
