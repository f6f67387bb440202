import { betterAuth } from 'better-auth';
import type { KyselyPlugin } from 'kysely';
import type { Desk } from '../desk.ts';
import { isOwnOrigin } from '../http/origin.ts';

/** Tells the session library where a request came from; set by us from the connection, never by the client. */
export const addressHeader = 'x-copydesk-address';
export const authPath = '/api/auth';

const days = 24 * 60 * 60;

/** The pool hands moments over as text; the session library compares them with dates. */
const momentsAsDates: KyselyPlugin = {
  transformQuery: ({ node }) => node,
  async transformResult({ result }) {
    for (const row of result.rows) {
      for (const column of ['createdAt', 'updatedAt', 'expiresAt']) {
        if (typeof row[column] === 'string') row[column] = new Date(row[column]);
      }
    }
    return result;
  },
};

export type Auth = ReturnType<typeof createAuth>;

/**
 * Sign-in by password, with sessions in the schema `auth`. People are made by admins alone, so there is no sign-up; role
 * and state live on the person and are asked at every request (`authenticate`).
 */
export function createAuth(desk: Desk) {
  const { config } = desk;
  const [secret = ''] = config.secrets;
  return betterAuth({
    appName: 'Copydesk',
    baseURL: config.publicUrl,
    basePath: authPath,
    secret,
    database: { db: desk.db.withSchema('auth').withPlugin(momentsAsDates) as never, type: 'postgres' },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 8, maxPasswordLength: 200 },
    session: { expiresIn: 14 * days, updateAge: days },
    trustedOrigins: async (request) => {
      const origin = request?.headers.get('origin') ?? undefined;
      const host = request?.headers.get('host') ?? undefined;
      return origin !== undefined && isOwnOrigin(config, { origin, host }) ? [origin] : [];
    },
    rateLimit: {
      enabled: true,
      storage: 'database',
      window: 60,
      max: 300,
      customRules: { '/sign-in/email': { window: 60, max: 20 } },
    },
    advanced: {
      cookiePrefix: 'copydesk',
      database: { generateId: 'uuid' },
      ipAddress: { ipAddressHeaders: [addressHeader] },
    },
    databaseHooks: {
      session: {
        create: { before: async ({ userId }) => (await isActive(desk, userId)) && undefined },
        // The row's own trigger has written the event; this only makes the sockets hear of it at once.
        delete: { after: async () => desk.wake([]) },
      },
    },
    telemetry: { enabled: false },
    logger: { level: 'error', log: (level, message, ...details) => desk.log[level]({ details }, message) },
  });
}

/** Who is suspended or deleted signs in nowhere. */
async function isActive(desk: Desk, personId: string): Promise<false | true> {
  const person = await desk.db.selectFrom('person').select('state').where('id', '=', personId).executeTakeFirst();
  return person?.state === 'ACTIVE';
}
