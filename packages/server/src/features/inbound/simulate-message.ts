import {
  canonicalAddress,
  changePolicy,
  isStaff,
  may,
  PRESET_POLICIES,
  type Confidence,
  type DepartmentPolicy,
  type InboundEffect,
  type InboundResult,
  type Preset,
  type StoredDecision,
  type Told,
} from '@copydesk/rules';
import { v7 } from 'uuid';
import type { Desk } from '../../platform/desk.ts';
import { parseMail } from '../../platform/mail/parse/parse-mail.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Viewer } from '../../platform/viewer.ts';
import { loadDepartmentState, loadTicketState, subjectOf } from '../tickets/index.ts';
import { authenticateMessage, decideMessage, planDecided, type DecidedMessage } from './decide-message.ts';
import { factsApart } from './fact-source.ts';
import type { Gathered } from './gather-facts.ts';
import { returnPathOf } from './return-path.ts';
import { routeMessage, type Route, type StoredMessage } from './route-message.ts';

export type SimulateMessage = {
  /** The whole message, as it would arrive. */
  raw: string | Buffer;
  /** Left out: the department that it would come to by its recipients. */
  departmentId?: string | null;
  /** How it is handed over; left out: by nobody, from its Return-Path, to the department. */
  envelope?: {
    from?: string | null;
    to?: readonly string[] | null;
    /** Who hands it over: a trusted relay's Authentication-Results count, and SPF is asked about this address. */
    remoteAddress?: string | null;
    helo?: string | null;
  } | null;
  /** Judge by this preset instead of the department's own policy; CCs stay on or off, as when it is applied. */
  preset?: Preset | null;
  /** Changes of that policy, by section and key, as changeDepartment takes them. */
  policy?: unknown;
  /** Judge the sender as this; left out: as what the message proves. */
  confidence?: Confidence | null;
};

export type Simulation = {
  decision: StoredDecision;
  effect: InboundEffect;
  ticketId: string | null;
  visibility: InboundResult['visibility'];
  status: NonNullable<InboundResult['status']>['status'] | null;
  confidence: Confidence;
  confidenceReasons: readonly string[];
  ccsAdded: string[];
  ccsRemoved: string[];
  notCopied: InboundResult['notCopied'];
  /** Who would be written to; `personId` null: the message would create them. */
  recipients: (Pick<Told, 'address' | 'header' | 'because' | 'rule'> & { personId: string | null })[];
  warnings: string[];
};

/**
 * What would happen to this mail if it came now: parsed, authenticated, routed, decided and planned by the functions that a
 * real one goes through, and nothing is written. Null: there is no such department for the actor. Whether the same message has been here
 * before is not looked at.
 *
 * @param actor who asks, for whom tickets that they may not see do not exist; null: the operator, who sees all
 * @throws Refusal INVALID for the operator, when no department is named and none takes mail for its recipients
 */
export async function simulateMessage(
  desk: Desk,
  input: SimulateMessage,
  actor: Viewer | null = null,
): Promise<Simulation | null> {
  if (actor && !isStaff(actor)) return null;
  const { departmentId = null } = input;
  const named = departmentId === null ? null : await departmentFor(desk, departmentId, actor);
  if (departmentId !== null && !named) return null;
  const raw = Buffer.isBuffer(input.raw) ? input.raw : Buffer.from(input.raw, 'utf8');
  const parsed = await parseMail(raw);
  const mail = parsed.ok ? parsed.mail : null;
  const unproven = asIfStored(raw, input.envelope ?? {}, named?.supportAddresses ?? []);
  const message = { ...unproven, authentication: await authenticateMessage(desk, unproven, raw, parsed) };
  const policy = named ? policyOf(input, named.policy) : undefined;
  const found = await routeMessage(desk.db, { message, mail }, policy?.thread.matchOrder);
  const route = await forActor(desk, named ? { ...found, departmentId } : found, actor);
  if (route.departmentId === null && route.ticketId === null) {
    if (actor) return null;
    throw Refusal.of('INVALID', NOBODYS, ['departmentId']);
  }
  const options = {
    trustedRelays: desk.config.trustedRelays,
    publicUrl: desk.config.publicUrl,
    confidence: input.confidence ?? undefined,
    policy,
  };
  const decided = await decideMessage(factsApart(desk.db), message, parsed, route, options);
  if (actor && !may(actor, 'mail.read', { departmentId: decided.department.id })) return null;
  return simulationOf(decided);
}

const NOBODYS =
  'No department takes mail for the recipients of this message: name the one that is to get it, or an address of it in the envelope.';

async function departmentFor({ db }: Desk, departmentId: string, actor: Viewer | null) {
  if (actor && !may(actor, 'mail.read', { departmentId })) return null;
  return (await loadDepartmentState(db, departmentId))?.department ?? null;
}

function asIfStored(
  raw: Buffer,
  { from, to, remoteAddress, helo }: NonNullable<SimulateMessage['envelope']>,
  supportAddresses: readonly string[],
): StoredMessage {
  return {
    id: v7(),
    envelopeFrom: canonicalAddress(from ?? returnPathOf(raw)),
    envelopeTo: to?.length ? [...new Set(to.map(canonicalAddress))].toSorted() : supportAddresses,
    remoteAddress: remoteAddress ?? null,
    helo: helo ?? null,
    authentication: null,
    receivedAt: new Date(),
    suspendedBy: [],
    recovered: false,
  };
}

async function forActor(desk: Desk, route: Route, actor: Viewer | null): Promise<Route> {
  if (!actor || route.ticketId === null) return route;
  const state = await loadTicketState(desk.db, route.ticketId);
  const visible = state !== null && may(actor, 'ticket.read', { ticket: subjectOf(state) });
  return visible ? route : { ...route, ticketId: null, identification: 'NONE', namedInAnswered: null };
}

/** @throws Refusal INVALID, naming the key, for a policy that changeDepartment would refuse */
function policyOf({ preset, policy: change }: SimulateMessage, own: DepartmentPolicy): DepartmentPolicy | undefined {
  const base = presetOver(preset, own);
  if (change == null) return base;
  const changed = changePolicy(base ?? own, change);
  if (changed.ok) return changed.policy;
  throw new Refusal(
    ...changed.errors.map(({ field, message }) => ({ code: 'INVALID' as const, message, field: ['policy', ...field] })),
  );
}

function presetOver(preset: Preset | null | undefined, own: DepartmentPolicy): DepartmentPolicy | undefined {
  if (!preset || preset === 'CUSTOM') return undefined;
  const policy = PRESET_POLICIES[preset];
  return { ...policy, cc: { ...policy.cc, enabled: own.cc.enabled } };
}

function simulationOf(decided: DecidedMessage): Simulation {
  const { facts, gathered, result, decision } = decided;
  const planned = planDecided(v7(), decided, []);
  const created = new Set((planned?.plan.newPeople ?? []).map(({ id }) => id));
  return {
    decision,
    effect: result.effect,
    ticketId: gathered?.state && result.effect !== 'TICKET' ? gathered.state.id : null,
    visibility: result.visibility,
    status: result.status?.status ?? null,
    confidence: facts.message.confidence,
    confidenceReasons: facts.message.confidenceReasons,
    ccsAdded: result.addCcs.map(({ address }) => address),
    ccsRemoved: result.removeCcs.map(({ personId }) => addressOf(gathered, personId)),
    notCopied: result.notCopied,
    recipients: (planned?.told ?? []).map(({ personId, address, header, because, rule }) => ({
      personId: created.has(personId) ? null : personId,
      address,
      header: header === 'BCC' ? 'HIDDEN' : header,
      because,
      rule,
    })),
    warnings: result.warnings.map((warning) => warning.message),
  };
}

function addressOf(gathered: Gathered | null, personId: string): string {
  return gathered?.state?.ccs.find(({ id }) => id === personId)?.address ?? personId;
}
