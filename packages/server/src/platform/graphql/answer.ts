import { Refusal, type UserError } from '../refusal.ts';

/**
 * A mutation's payload: what the operation did, or the errors of its refusal with everything else null. Any other
 * failure goes on as it is.
 */
export async function answer<Done, Payload extends object>(
  operation: Promise<Done>,
  payloadOf: (done: Done) => Payload,
): Promise<Partial<Payload> & { errors: UserError[] }> {
  try {
    return { ...payloadOf(await operation), errors: [] };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { errors: [...error.errors] } as Partial<Payload> & { errors: UserError[] };
  }
}
