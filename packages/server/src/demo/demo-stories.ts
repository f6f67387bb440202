import { addComment } from '../features/comments/index.ts';
import { addFollowers } from '../features/copies/index.ts';
import { changeTicket, createTicket } from '../features/tickets/index.ts';
import type { Desk } from '../platform/desk.ts';
import type { Viewer } from '../platform/viewer.ts';
import { mailIn, replyAddressOf, type DemoMail } from './demo-mail.ts';

export type Cast = { claims: string; billing: string; ada: Viewer; ben: Viewer; fay: Viewer; lee: Viewer };

const rita = { name: 'Rita Novak', address: 'rita.novak@example.com' };
const carl = { name: 'Carl Ruiz', address: 'carl.ruiz@example.com' };
const xeno = { name: 'Xeno Papadakis', address: 'xeno@surveyor.example.com' };
const claimsAddress = 'claims@desk.example.com';

/** The demo's tickets. The first is told last, so that it stands on top of the list. */
export async function tellStories(desk: Desk, cast: Cast): Promise<void> {
  await someHistory(desk, cast);
  await aBigGroup(desk, cast);
  await twoSenders(desk);
  await inJapanese(desk, cast);
  await theRoofClaim(desk, cast);
}

/** Customer, CC, an agent, a follower, a CC who answers the desk alone, and a stranger. */
async function theRoofClaim(desk: Desk, { ada, ben, fay }: Cast): Promise<void> {
  const first = await mailIn(desk, {
    from: rita,
    to: [claimsAddress],
    cc: [`${carl.name} <${carl.address}>`],
    subject: 'Roof claim after Tuesday’s storm',
    text: 'Hello,\n\nthe storm on Tuesday took about thirty tiles off our roof, and it leaks into the attic.\nCarl is our builder; he has been up there and can tell you more.\n\nWhat do you need from us?\n\nRita Novak',
  });
  const ticketId = made(first.ticketId);
  await changeTicket(desk, ben, { ticketId, assigneeId: ben.id });
  await addFollowers(desk, fay, { ticketId, personIds: [fay.id] });
  await addComment(desk, ben, {
    ticketId,
    visibility: 'INTERNAL',
    body: 'Policy 88-1204 covers storm damage above wind force 8. The station at the lake measured 9 that night.',
  });
  await addComment(desk, ben, {
    ticketId,
    visibility: 'PUBLIC',
    body: 'Hello Rita,\n\nI am sorry to hear that. Please send us photographs of the roof and the attic, and Carl’s estimate when he has one. A surveyor can be with you on Thursday.\n\nBen',
  });
  const reply = (from: DemoMail['from'], to: string[], text: string, cc?: string[]) =>
    mailIn(desk, {
      from,
      to,
      ...(cc ? { cc } : {}),
      subject: 'Re: Roof claim after Tuesday’s storm',
      text,
      inReplyTo: first.messageId,
    });
  const carlReplies = await replyAddressOf(desk, ticketId, carl.address);
  await reply(
    carl,
    [carlReplies, rita.address],
    'I counted thirty-four broken tiles and two split battens. My estimate comes tomorrow.',
  );
  await reply(carl, [carlReplies], 'Between us: the battens were rotten before the storm.');
  const ritaReplies = await replyAddressOf(desk, ticketId, rita.address);
  await reply(
    xeno,
    [ritaReplies, rita.address],
    'Rita passed this on to me. I surveyed the house in March and have photographs of the roof from then.',
  );
  await addComment(desk, ada, {
    ticketId,
    visibility: 'INTERNAL',
    body: 'Do we know this surveyor? If so, add him as CC.',
  });
}

async function inJapanese(desk: Desk, { fay }: Cast): Promise<void> {
  const { ticketId } = await mailIn(desk, {
    from: { name: '田中 由紀', address: 'yuki.tanaka@example.com' },
    to: [claimsAddress],
    subject: '調査の件について',
    text: 'お世話になっております。\n\n先日の調査の結果はいつ頃いただけますでしょうか。\n\n田中',
  });
  if (ticketId)
    await addComment(desk, fay, {
      ticketId,
      visibility: 'PUBLIC',
      body: '田中様\n\n結果は金曜日までにお送りいたします。\n\nFay',
    });
}

/** As many CCs as a ticket can have, some with long names. */
async function aBigGroup(desk: Desk, { ben, claims }: Cast): Promise<void> {
  const ccs = Array.from({ length: 48 }, (_, index) => ({
    email: `owner.of.flat.${String(index + 1).padStart(2, '0')}@muehlbach-housing-cooperative.example.com`,
    name: `Owner of flat ${index + 1}`,
  }));
  await createTicket(desk, ben, {
    departmentId: claims,
    subject:
      'Hail damage to the cars of the whole housing co-operative “Am Mühlbach”, first meeting of all owners and their agents',
    body: 'Dear all,\n\nthis ticket gathers the claims of the 22 October hail. Reply to all, so that everybody reads the same.\n\nBen',
    requester: { email: 'chair@muehlbach.example.com', name: 'Anneliese Freifrau von Schönfeldt-Hohenmühlbach' },
    ccs,
    assigneeId: ben.id,
  });
}

/** Suspended: nobody can say who wrote it. */
async function twoSenders(desk: Desk): Promise<void> {
  await mailIn(desk, {
    from: { name: 'Prize Office', address: 'winner@lottery.example.com' },
    to: [claimsAddress],
    subject: 'You have won',
    text: 'Send us your bank details.',
    extra: ['From: Ben Okoro <ben@desk.example.com>'],
  });
}

async function someHistory(desk: Desk, { fay, ben, claims, billing }: Cast): Promise<void> {
  const stories = [
    { department: claims, subject: 'Water in the cellar', requester: 'Tomáš Dvořák', status: 'SOLVED', agent: ben },
    {
      department: claims,
      subject: 'Bicycle stolen at the station',
      requester: 'Noor Haddad',
      status: 'ON_HOLD',
      agent: ben,
    },
    {
      department: claims,
      subject: 'Window broken by a football',
      requester: 'Lena Fischer',
      status: null,
      agent: null,
    },
    { department: claims, subject: 'Is a garden shed covered?', requester: 'Paulo Mendes', status: null, agent: fay },
    {
      department: billing,
      subject: 'Invoice 2210 was paid twice',
      requester: 'Ingrid Solberg',
      status: null,
      agent: fay,
    },
    { department: billing, subject: 'New bank account', requester: 'Amara Diallo', status: 'SOLVED', agent: fay },
    {
      department: billing,
      subject: 'Monthly instead of yearly?',
      requester: 'Hugo Laurent',
      status: null,
      agent: null,
    },
  ] as const;
  for (const { department, subject, requester, status, agent } of stories) {
    const local = requester
      .normalize('NFKD')
      .replaceAll(/[^a-zA-Z ]/g, '')
      .toLowerCase()
      .replaceAll(' ', '.');
    const { ticketId } = await mailIn(desk, {
      from: { name: requester, address: `${local}@example.com` },
      to: [department === claims ? claimsAddress : 'billing@desk.example.com'],
      subject,
      text: `Good day,\n\n${subject.endsWith('?') ? subject : `${subject}: what happens now?`}\n\n${requester}`,
    }).then((mailed) => ({ ticketId: made(mailed.ticketId) }));
    if (!agent) continue;
    await changeTicket(desk, agent, { ticketId, assigneeId: agent.id });
    await addComment(desk, agent, {
      ticketId,
      visibility: 'PUBLIC',
      body: `Thank you for writing. We are looking into it and answer within two days.\n\n${agent.name.split(' ')[0]}`,
      status,
    });
  }
}

/** The demo's mails open tickets: one that does not would be a fault of the rules, and is said at once. */
function made(ticketId: string | null): string {
  if (!ticketId) throw new Error('A mail of the demo opened no ticket.');
  return ticketId;
}
