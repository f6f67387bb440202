import {
  changePolicy,
  decideInbound,
  may,
  PRESET_POLICIES,
  type Confidence,
  type DepartmentPolicy,
  type InboundEffect,
  type InboundResult,
  type Party,
  type Preset,
  type StoredDecision,
  type Told,
} from '@copydesk/rules';
import { v7 } from 'uuid';
import type { Desk } from '../../platform/desk.ts';
import { parseMail } from '../../platform/mail/parse/parse-mail.ts';
import type { ParsedMail } from '../../platform/mail/parse/parsed-mail.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Viewer } from '../../platform/viewer.ts';
import { loadDepartmentState, loadTicketState, subjectOf } from '../tickets/index.ts';
import { gatherFacts, gatherMalformed, type Gathered } from './gather-facts.ts';
import { decisionOf, planMessage } from './plan-message.ts';
import { routeMessage, type Route, type StoredMessage } from './route-message.ts';

export type SimulateMessage = {
  /** The whole message, as it would arrive. */
  raw: string | Buffer;
  departmentId: string;
  /** Judge by this preset instead of the department's own policy; CCs stay on or off, as when it is applied. */
  preset?: Preset | null;
  /** Changes of that policy, by section and key, as changeDepartment takes them. */
  policy?: unknown;
  /** Judge the sender as this; left out: as LIKELY, unless a reply address proves more. */
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
  /** Who would be written to; `person` null: the message would create them. */
  recipients: (Told & { person: Party | null })[];
  warnings: string[];
};

/**
 * What would happen to this mail if it came now: the path of a real one up to the decision, and nothing is written. Null:
 * there is no such department. Whether the same message has been here before is not looked at.
 *
 * @param actor who asks, for whom tickets that they may not see do not exist; null: the operator, who sees all
 */
export async function simulateMessage(
  desk: Desk,
  input: SimulateMessage,
  actor: Viewer | null = null,
): Promise<Simulation | null> {
  const { departmentId } = input;
  if (actor && !may(actor, 'mail.read', { departmentId })) return null;
  const loaded = await loadDepartmentState(desk.db, departmentId);
  if (!loaded) return null;
  const { department } = loaded;
  const raw = Buffer.isBuffer(input.raw) ? input.raw : Buffer.from(input.raw, 'utf8');
  const parsed = await parseMail(raw);
  const message = asIfStored(parsed.ok ? parsed.mail : null, department.supportAddresses);
  const policy = policyOf(input, department.policy);
  const order = policy?.thread.matchOrder;
  const found = await routeMessage(desk.db, message, parsed.ok ? parsed.mail : null, order);
  const route = await forActor(desk, { ...found, departmentId }, actor);
  if (!parsed.ok) {
    const { facts } = await gatherMalformed(desk.db, message, parsed.cause, parsed.readable, route);
    return simulationOf(decideInbound(facts), null, department.policyVersion, facts.message);
  }
  const gathered = await gatherFacts(desk.db, message, parsed.mail, route, {
    trustedRelays: [],
    publicUrl: desk.config.publicUrl,
    confidence: input.confidence ?? undefined,
    policy,
  });
  return simulationOf(
    decideInbound(gathered.facts),
    gathered,
    gathered.department.policyVersion,
    gathered.facts.message,
  );
}

function asIfStored(mail: ParsedMail | null, envelopeTo: readonly string[]): StoredMessage {
  const returnPath = mail?.headers.find(({ key }) => key === 'return-path')?.value.trim();
  return {
    id: v7(),
    envelopeFrom: returnPath === '<>' ? '' : (mail?.from[0]?.address ?? 'unknown@invalid'),
    envelopeTo,
    remoteAddress: null,
    helo: null,
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

function simulationOf(
  result: InboundResult,
  gathered: Gathered | null,
  policyVersion: number,
  { confidence, confidenceReasons }: Pick<Gathered['facts']['message'], 'confidence' | 'confidenceReasons'>,
): Simulation {
  const writes = result.effect === 'COMMENT' || result.effect === 'TICKET';
  const told = gathered && writes ? planMessage(v7(), gathered, result, []).told : [];
  return {
    decision: decisionOf({ department: { policyVersion } }, result),
    effect: result.effect,
    ticketId: gathered?.state && result.effect !== 'TICKET' ? gathered.state.id : null,
    visibility: result.visibility,
    status: result.status?.status ?? null,
    confidence,
    confidenceReasons,
    ccsAdded: result.addCcs.map(({ address }) => address),
    ccsRemoved: result.removeCcs.map(({ personId }) => personOf(gathered, personId)?.address ?? personId),
    notCopied: result.notCopied,
    recipients: told.map((one) => ({ ...one, person: personOf(gathered, one.personId) })),
    warnings: result.warnings.map((warning) => warning.message),
  };
}

function personOf(gathered: Gathered | null, personId: string): Party | null {
  const { state, facts } = gathered ?? {};
  const known = [
    facts?.author.party,
    ...[...(facts?.message.to ?? []), ...(facts?.message.cc ?? [])].map(({ party }) => party),
    state?.requester,
    state?.assignee,
    ...(state?.ccs ?? []),
    ...(state?.followers ?? []),
  ];
  return known.find((person) => person?.id === personId) ?? null;
}
