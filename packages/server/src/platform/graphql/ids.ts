/** The types that have a global id. */
export type GlobalType =
  | 'Attachment'
  | 'Comment'
  | 'Department'
  | 'InboundMessage'
  | 'MailAccount'
  | 'OutboundMessage'
  | 'Person'
  | 'Rating'
  | 'SideConversation'
  | 'SideMessage'
  | 'Ticket'
  | 'Token'
  | 'Trigger'
  | 'Warning';

const globalTypes: ReadonlySet<string> = new Set<GlobalType>([
  'Attachment',
  'Comment',
  'Department',
  'InboundMessage',
  'MailAccount',
  'OutboundMessage',
  'Person',
  'Rating',
  'SideConversation',
  'SideMessage',
  'Ticket',
  'Token',
  'Trigger',
  'Warning',
]);
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A list shows hundreds of ids: none of them needs a buffer of its own. */
const scratch = Buffer.alloc(128);

/** The id that the API shows: base64url of "Type:uuid". */
export function globalId(type: GlobalType, id: string): string {
  return scratch.toString('base64url', 0, scratch.write(`${type}:${id}`, 0, 'latin1'));
}

/** What a global id means; null when it means nothing. */
export function parseGlobalId(id: string): { type: GlobalType; id: string } | null {
  if (id.length > 100) return null;
  const text = Buffer.from(id, 'base64url').toString('latin1');
  const colon = text.indexOf(':');
  const type = text.slice(0, colon);
  const local = text.slice(colon + 1);
  if (!globalTypes.has(type) || !uuid.test(local)) return null;
  return { type: type as GlobalType, id: local };
}

/** The uuid in a global id of that type; null for any other text: no such thing exists. */
export function localId(type: GlobalType, id: string): string | null {
  const parsed = parseGlobalId(id);
  return parsed?.type === type ? parsed.id : null;
}
