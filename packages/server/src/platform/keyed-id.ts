import { v5, v7 } from 'uuid';
import { idOf, type Operator } from './viewer.ts';

const KEYED = 'a2a6c5d0-7f0e-5c1b-9a53-6f1f1f3e9d11';

/**
 * The id of what somebody makes: with a client's key it is made of their id and the key, so that a retry meets what its
 * first try made; a new one without.
 */
export function keyedId(actor: Operator, clientKey: string | null | undefined): string {
  return clientKey == null ? v7() : v5(`${idOf(actor) ?? 'COMMAND_LINE'} ${clientKey}`, KEYED);
}
