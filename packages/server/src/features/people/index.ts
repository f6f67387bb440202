import { may, type Party } from '@copydesk/rules';
import type { Context } from '../../platform/graphql/context.ts';
import { personById } from './loaders.ts';
import { personOperations } from './resolvers/person-operations.ts';
import { personType } from './resolvers/person-type.ts';

export { changePerson } from './change-person.ts';
export { createPerson } from './create-person.ts';
export { createToken } from './create-token.ts';
export { addressesByPersonId, organizationByPersonId, personById } from './loaders.ts';
export { listedPerson, partyJson, personBrief, personJson, type PersonRow } from './party-sql.ts';
export { revokeToken } from './revoke-token.ts';

export const resolvers = [personType, personOperations];

/** A person by id, for `Query.node`; null for whom the viewer may not know of. */
export async function personNode(context: Context, id: string): Promise<Party | null> {
  return may(context.viewer, 'person.read', { personId: id }) ? personById(context).load(id) : null;
}
