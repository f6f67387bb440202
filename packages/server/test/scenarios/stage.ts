import { PRESET_POLICIES, type NamedPreset } from '@copydesk/rules';
import { v7 } from 'uuid';
import { globalId } from '../../src/platform/graphql/ids.ts';
import type { Viewer } from '../../src/platform/viewer.ts';
import type { Received } from '../notifications/mail-peer.ts';
import { aDepartment, aPerson } from '../support/people.ts';
import type { Data } from '../support/running-desk.ts';
import { CAST, type Answer, type CommentSeen, type Setting, type Taken, type Who, type Written } from './cast.ts';
import type { ScenarioDesk } from './scenario-desk.ts';

/** A department of that preset (CCs on) with a ticket that D opened for R, of which everybody on it has had a mail. */
export async function stageOf(desk: ScenarioDesk, preset: NamedPreset, setting: Setting = {}): Promise<Stage> {
  const department = await aDepartment(desk.desk, {
    slug: `claims-${v7().slice(-10)}`,
    policy: (policy) => {
      Object.assign(policy, structuredClone(PRESET_POLICIES[preset]));
      policy.cc.enabled = true;
      setting.policy?.(policy);
    },
  });
  const elsewhere = await aDepartment(desk.desk, { slug: `elsewhere-${v7().slice(-10)}` });
  const stage = new Stage(desk, department);
  await Promise.all(
    Object.entries(CAST).map(([name, role]) => {
      const departmentIds = role === 'END_USER' || role === 'ADMIN' ? [] : [(name === 'O' ? elsewhere : department).id];
      return stage.join(name, { role, departmentIds });
    }),
  );
  await stage.open(setting);
  return stage;
}

export class Stage {
  readonly desk: ScenarioDesk;
  readonly department: { id: string; address: string };
  ticketId = '';
  readonly #people = new Map<Who, Viewer>();
  readonly #strangers = new Map<string, Who>();
  readonly #suffix = v7().slice(-10);
  /** Mails from here on are those of the last thing that was done. */
  #mark = 0;

  constructor(desk: ScenarioDesk, department: Stage['department']) {
    this.desk = desk;
    this.department = department;
  }

  async open({ ccs = ['C1'], followers = [], assignee = 'G', first = 'PUBLIC', requester = 'R' }: Setting) {
    const { data, errors } = await this.ask(
      'D',
      `mutation($input: CreateTicketInput!) { createTicket(input: $input) { ticket { id } errors { code message } } }`,
      {
        input: {
          departmentId: this.departmentId,
          subject: 'Roof claim',
          body: 'Your roof claim has arrived.',
          visibility: first,
          requester: await this.#input(requester),
          ccs: await Promise.all(ccs.map((who) => this.#input(who))),
          followerIds: await Promise.all(followers.map((who) => this.personId(who))),
          assigneeId: assignee && (await this.personId(assignee)),
        },
      },
    );
    if (!data?.createTicket.ticket) throw new Error(JSON.stringify(errors ?? data));
    this.ticketId = data.createTicket.ticket.id;
    await this.#act();
  }

  // People

  get departmentId(): string {
    return globalId('Department', this.department.id);
  }

  address(who: Who): string {
    if (who === 'SUP') return this.department.address;
    if (who.includes('@')) return who;
    const known = this.#people.get(who)?.address;
    if (known) return known;
    const address = `${who.toLowerCase()}-${this.#suffix}@elsewhere.example`;
    this.#strangers.set(address, who);
    return address;
  }

  name(address: string): Who {
    const canonical = address.toLowerCase().replace(/\+[a-z2-7]{26}@/u, '@');
    if (canonical === this.department.address) return 'SUP';
    const known = [...this.#people].find(([, person]) => person.address === canonical);
    return known?.[0] ?? this.#strangers.get(canonical) ?? canonical;
  }

  /** Another person of the cast. */
  async join(who: Who, given: Partial<Parameters<typeof aPerson>[1]> = {}): Promise<Who> {
    const address = `${who.toLowerCase()}-${this.#suffix}@example.com`;
    this.#people.set(who, await aPerson(this.desk.desk, { name: `Person ${who}`, address, ...given }));
    return who;
  }

  /** As the database has it. */
  actorId(who: Who): string | undefined {
    return this.#people.get(who)?.id;
  }

  async personId(who: Who): Promise<string> {
    return globalId('Person', await this.#uuid(who));
  }

  async #uuid(who: Who): Promise<string> {
    const known = this.#people.get(who)?.id;
    if (known) return known;
    const row = await this.desk.desk.db
      .selectFrom('address')
      .select('person_id')
      .where('canonical', '=', this.address(who))
      .executeTakeFirst();
    if (!row?.person_id) throw new Error(`Nobody is known by the address of ${who}.`);
    return row.person_id;
  }

  async #input(who: Who) {
    return this.#people.has(who) ? { id: await this.personId(who) } : { email: this.address(who) };
  }

  // Mail

  /** The mails of the last thing that was done: who got one, and what its visible headers name. */
  async mails(): Promise<Record<Who, string>> {
    const mails: Record<Who, string> = {};
    for (const { to, mail } of await this.received()) {
      const list = (some: typeof mail.to) =>
        (some ?? [])
          .map(({ address }) => this.name(address ?? ''))
          .toSorted()
          .join();
      const headers = [`To ${list(mail.to)}`, ...(mail.cc?.length ? [`Cc ${list(mail.cc)}`] : [])].join(' ');
      const who = this.name(to.join(','));
      mails[who] = mails[who] ? `${mails[who]} | ${headers}` : headers;
    }
    return mails;
  }

  /** The same mails as they were captured. */
  async received(): Promise<Received[]> {
    await this.desk.settled();
    return this.desk.received.slice(this.#mark);
  }

  async text(who: Who): Promise<string> {
    return (await this.received()).find(({ to }) => to[0] === this.address(who))?.mail.text ?? '';
  }

  /** The newest mail that somebody holds. */
  held(who: Who): Received {
    const mail = this.desk.received.findLast(({ to }) => to.includes(this.address(who)));
    if (!mail) throw new Error(`${who} has no mail to answer.`);
    return mail;
  }

  /** Reply: to the desk alone. */
  reply(who: Who, text: string, answer: Answer = {}): Promise<Taken> {
    return this.#answer(who, text, answer, []);
  }

  /** Reply all: to everybody whom the mail shows. */
  replyAll(who: Who, text: string, answer: Answer = {}): Promise<Taken> {
    const { mail } = answer.to ?? this.held(answer.holding ?? who);
    return this.#answer(who, text, answer, [...(mail.to ?? []), ...(mail.cc ?? [])]);
  }

  #answer(who: Who, text: string, answer: Answer, shown: { address?: string }[]): Promise<Taken> {
    const { mail } = answer.to ?? this.held(answer.holding ?? who);
    const without = new Set(['SUP', who, ...(answer.without ?? [])]);
    const others = shown.map(({ address }) => this.name(address ?? '')).filter((one) => !without.has(one));
    return this.send(who, text, {
      ...answer,
      to: [mail.replyTo![0]!.address!, ...(answer.andTo ?? [])],
      cc: [...others, ...(answer.cc ?? [])],
      subject: answer.subject ?? `Re: ${mail.subject}`,
      answered: mail.messageId ?? '',
      references: [...new Set([...(mail.references?.split(/\s+/u) ?? []), mail.messageId ?? ''])],
    });
  }

  /** A mail by its author's own hand. The desk gets it where it is named, as from any mail server. */
  async send(
    who: Who,
    text: string,
    mail: Written & { to?: Who[]; cc?: Who[]; answered?: string; references?: string[] } = {},
  ): Promise<Taken> {
    await this.#act();
    const from = this.address(who);
    const [to, cc] = [mail.to ?? ['SUP'], mail.cc ?? []].map((list) => list.map((one) => this.address(one)));
    const messageId = `<${v7()}@example.com>`;
    const ours = [...to!, ...cc!].filter((address) => address.endsWith('@desk.example.com'));
    const quote = mail.quote ? `\n\nOn Monday, the desk wrote:\n${mail.quote.replaceAll(/^/gmu, '> ')}` : '';
    const id = await this.desk.hand({
      from: `${who} <${from}>`,
      to,
      cc,
      envelope: { from, to: ours.length > 0 ? ours : [this.department.address] },
      subject: mail.subject ?? 'Another matter',
      text: mail.html ? undefined : `${text}${quote}`,
      html: mail.html,
      messageId,
      replyTo: mail.replyTo && this.address(mail.replyTo),
      inReplyTo: mail.answered,
      references: mail.references,
      headers: { ...proofOf(from, mail.sender ?? 'PROVEN'), ...mail.headers },
    });
    await this.desk.settled();
    return this.taken(id, messageId);
  }

  async taken(id: string, messageId = ''): Promise<Taken> {
    const { data } = await this.ask(
      'Z',
      `query($id: ID!) { inboundMessage(id: $id) { status cause decision { outcome rule } ticket { id } } }`,
      { id: globalId('InboundMessage', id) },
    );
    const { status, cause, decision, ticket } = data.inboundMessage;
    const { outcome = null, rule = null } = decision ?? {};
    return { id, status, cause, outcome, rule, ticketId: ticket?.id ?? null, messageId };
  }

  // What people do over GraphQL; each returns the codes of its refusals

  post(who: Who, body: string, more: { cc?: Who[]; drop?: Who[]; status?: string } = {}): Promise<string[]> {
    return this.#comment(who, body, 'PUBLIC', more);
  }

  note(who: Who, body: string, more: { cc?: Who[] } = {}): Promise<string[]> {
    return this.#comment(who, body, 'INTERNAL', more);
  }

  async #comment(who: Who, body: string, visibility: string, more: { cc?: Who[]; drop?: Who[]; status?: string }) {
    const ccs = more.cc && (await Promise.all(more.cc.map((one) => this.#input(one))));
    const removeCcs = more.drop && (await Promise.all(more.drop.map((one) => this.personId(one))));
    return this.#mutate(who, 'addComment', { body, visibility, ccs, removeCcs, status: more.status });
  }

  async addCcs(who: Who, ...people: Who[]): Promise<string[]> {
    return this.#mutate(who, 'addCcs', { people: await Promise.all(people.map((one) => this.#input(one))) });
  }

  async removeCcs(who: Who, ...people: Who[]): Promise<string[]> {
    const personIds = await Promise.all(people.map((one) => this.personId(one)));
    return this.#mutate(who, 'removeCcs', { personIds });
  }

  async addFollowers(who: Who, ...people: Who[]): Promise<string[]> {
    const personIds = await Promise.all(people.map((one) => this.personId(one)));
    return this.#mutate(who, 'addFollowers', { personIds });
  }

  async removeFollowers(who: Who, ...people: Who[]): Promise<string[]> {
    const personIds = await Promise.all(people.map((one) => this.personId(one)));
    return this.#mutate(who, 'removeFollowers', { personIds });
  }

  async restrict(who: Who, person: Who): Promise<string[]> {
    return this.#mutate(who, 'restrictCc', {
      personId: await this.personId(person),
      helpCenterAccess: false,
    });
  }

  change(who: Who, change: object): Promise<string[]> {
    return this.#mutate(who, 'changeTicket', change);
  }

  follow(who: Who): Promise<string[]> {
    return this.#mutate(who, 'followTicket', {});
  }

  unfollow(who: Who): Promise<string[]> {
    return this.#mutate(who, 'unfollowTicket', {});
  }

  async #mutate(who: Who, mutation: string, input: object): Promise<string[]> {
    return this.mutate(who, mutation, { ticketId: this.ticketId, ...input });
  }

  /** Any mutation; the mails that it causes are the next `mails()`. */
  async mutate(who: Who, mutation: string, input: object): Promise<string[]> {
    await this.#act();
    const text = `mutation($input: ${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input!) { ${mutation}(input: $input) { errors { code message } } }`;
    const { data, errors } = await this.ask(who, text, { input });
    if (errors) throw new Error(JSON.stringify(errors));
    await this.desk.settled();
    return data[mutation].errors.map(({ code }: { code: string }) => code);
  }

  /** The trigger that tells customers of public comments, with that audience and what else it does. */
  async tellOfComments(audience: string, ...more: { kind: string; values: string[] }[]): Promise<string[]> {
    const { data } = await this.ask(
      'Z',
      `query($id: ID!) { node(id: $id) { ... on Department { triggers { id on } } } }`,
      {
        id: this.departmentId,
      },
    );
    const trigger = data.node.triggers.find(({ on }: { on: string[] }) => on.includes('COMMENT_ADDED'));
    const actions = [{ kind: 'NOTIFY', values: [audience] }, ...more];
    return this.mutate('Z', 'changeTrigger', { triggerId: trigger.id, actions });
  }

  // What people see

  async ask(who: Who, query: string, variables: Record<string, unknown> = {}) {
    const id = await this.#uuid(who);
    const viewer = this.#people.get(who) ?? ({ id, address: this.address(who) } as Viewer);
    return this.desk.ask(viewer, query, variables);
  }

  /** The ticket as somebody sees it; null when it is not theirs to see. */
  async ticket(who: Who = 'Z'): Promise<Data> {
    const { data } = await this.ask(
      who,
      `query($id: ID!) { ticket(id: $id) { number subject status tags requester { id } isPrivate viewerFollows viewerMay { addCcs } ccLimit { limit used over }
        ccs { address helpCenterAccess } followers { addresses } warnings { id kind message comment { bodyText } resolvedAt }
        comments(first: 50) { edges { node { id author { id addresses } visibility bodyText via flags
          decision { rule policyVersion trace { rule held facts } } notCopied { address reason } } } } } }`,
      { id: this.ticketId },
    );
    return data.ticket;
  }

  async settings(): Promise<{ preset: string; ccEnabled: boolean; values: Record<string, unknown> }> {
    const { data } = await this.ask(
      'Z',
      `query($id: ID!) { node(id: $id) { ... on Department { preset ccEnabled settings { key value } } } }`,
      { id: this.departmentId },
    );
    const { preset, ccEnabled, settings } = data.node;
    return {
      preset,
      ccEnabled,
      values: Object.fromEntries(settings.map(({ key, value }: Record<string, string>) => [key, JSON.parse(value!)])),
    };
  }

  async ccEnabled(): Promise<boolean> {
    return (await this.settings()).ccEnabled;
  }

  async status(): Promise<string> {
    return (await this.ticket()).status;
  }

  async ccs(who: Who = 'Z'): Promise<Who[]> {
    const { ccs } = await this.ticket(who);
    return ccs.map(({ address }: { address: string }) => this.name(address)).toSorted();
  }

  async followers(): Promise<Who[]> {
    const { followers } = await this.ticket();
    return followers.map(({ addresses }: { addresses: string[] }) => this.name(addresses[0]!)).toSorted();
  }

  async warnings(): Promise<string[]> {
    return (await this.ticket()).warnings.map(({ kind }: { kind: string }) => kind);
  }

  /** The newest comment. */
  async last(): Promise<CommentSeen> {
    const comment = (await this.ticket()).comments.edges.at(-1).node;
    const by = comment.author && this.name(comment.author.addresses[0] ?? '');
    const { visibility, bodyText, decision, flags } = comment;
    return { by, visibility, text: bodyText, rule: decision?.rule ?? null, flags };
  }

  /** What somebody reads of the ticket over the API, as the help center does; null: nothing, not even that it exists. */
  async reads(who: Who): Promise<string[] | null> {
    const ticket = await this.ticket(who);
    return ticket && ticket.comments.edges.map(({ node }: Data) => node.bodyText);
  }

  /** Something is about to be done beside these verbs: its mails are the next `mails()`. */
  about(): Promise<void> {
    return this.#act();
  }

  async #act(): Promise<void> {
    await this.desk.settled();
    this.#mark = this.desk.received.length;
  }
}

function proofOf(from: string, sender: NonNullable<Written['sender']>): Record<string, string> {
  const domain = from.slice(from.lastIndexOf('@') + 1);
  if (sender === 'LIKELY') return {};
  const said = sender === 'PROVEN' ? 'dmarc=pass' : 'dmarc=fail (p=reject)';
  return { 'Authentication-Results': `mx.test; ${said} header.from=${domain}` };
}
