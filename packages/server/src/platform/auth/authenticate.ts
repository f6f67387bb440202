import { sql, type RawBuilder } from 'kysely';
import type { Desk } from '../desk.ts';
import type { Viewer } from '../viewer.ts';
import { tokenHash } from './bearer-token.ts';
import { sessionToken } from './session-cookie.ts';

/** What a request or a socket shows of who sends it. `authorization` counts alone where it is given. */
export type Credentials = { authorization?: string | undefined; cookie?: string | undefined };

/**
 * Finds who is asking, in one statement, and none where nothing is shown. Null: nobody, an ended session, a revoked token,
 * or a person who is not active. A cookie counts only where `isOwnOrigin` holds: the caller asks that first.
 */
export async function authenticate(desk: Pick<Desk, 'db' | 'config'>, given: Credentials): Promise<Viewer | null> {
  const statement = statementFor(desk, given);
  if (statement === null) return null;
  const { rows } = await statement.execute(desk.db);
  return rows[0] ?? null;
}

function statementFor(desk: Pick<Desk, 'config'>, given: Credentials): RawBuilder<Viewer> | null {
  if (given.authorization !== undefined) {
    const hash = tokenHash(given.authorization);
    return hash && byToken(hash);
  }
  const token = sessionToken(desk.config, given.cookie);
  return token === null ? null : bySession(token);
}

/** The use of a token is noted once a minute at most: most requests write nothing. */
function byToken(hash: Buffer): RawBuilder<Viewer> {
  return sql`
    with used as (
      update token set last_used_at = now()
      where hash = ${hash} and revoked_at is null
        and (last_used_at is null or last_used_at < now() - interval '1 minute'))
    select ${viewer('TOKEN', 't')}
    from token t join person p on p.id = t.person_id
    where t.hash = ${hash} and t.revoked_at is null and p.state = 'ACTIVE'`;
}

function bySession(token: string): RawBuilder<Viewer> {
  return sql`
    select ${viewer('SESSION', 's')}
    from auth.session s join person p on p.id = s."userId"
    where s.token = ${token} and s."expiresAt" > now() and p.state = 'ACTIVE'`;
}

function viewer(kind: Viewer['door']['kind'], door: string) {
  return sql`
    p.id, p.name, p.role, p.state, p.may_comment_publicly as "mayCommentPublicly",
    p.access_version as "accessVersion",
    coalesce((select jsonb_agg(m.department_id order by m.department_id)
      from department_member m where m.person_id = p.id), '[]') as "departmentIds",
    (select a.canonical from address a
      where a.person_id = p.id order by a.is_primary desc, a.canonical limit 1) as address,
    jsonb_build_object('kind', ${sql.lit(kind)}, 'id', ${sql.ref(`${door}.id`)}) as door`;
}

/** What became of a door: who stands there now, or why it is closed. */
export type DoorState = Viewer | 'EXPIRED' | 'REVOKED';

/**
 * Looks at open doors again, in one statement; the answer has an entry for each, by `doorKey`. EXPIRED: the session's time
 * is over. REVOKED: it was ended, the token was revoked, or the person is no longer active.
 */
export async function reloadViewers(
  desk: Pick<Desk, 'db'>,
  doors: readonly Viewer['door'][],
): Promise<Map<string, DoorState>> {
  const ids = (kind: Viewer['door']['kind']) => doors.filter((door) => door.kind === kind).map((door) => door.id);
  const { rows } = await sql<Viewer & { expired: boolean }>`
    select ${viewer('TOKEN', 't')}, false as expired
    from token t join person p on p.id = t.person_id
    where t.id = any(${ids('TOKEN')}::uuid[]) and t.revoked_at is null and p.state = 'ACTIVE'
    union all
    select ${viewer('SESSION', 's')}, s."expiresAt" <= now()
    from auth.session s join person p on p.id = s."userId"
    where s.id = any(${ids('SESSION')}::uuid[]) and p.state = 'ACTIVE'`.execute(desk.db);
  const states = new Map<string, DoorState>(doors.map((door) => [doorKey(door), 'REVOKED']));
  for (const { expired, ...found } of rows) states.set(doorKey(found.door), expired ? 'EXPIRED' : found);
  return states;
}

export function doorKey({ kind, id }: Viewer['door']): string {
  return `${kind}:${id}`;
}
