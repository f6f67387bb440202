import { expect, it } from 'vitest';
import { readMail } from '../../src/platform/mail/parse/read-mail.ts';

/** How mail programs show what they pass on, in many tongues: `subject`, the line they draw, the headers they show. */
const PROGRAMS: readonly [program: string, subject: string, ...lines: string[]][] = [
  [
    'Gmail, en',
    'Fwd: Roof',
    '---------- Forwarded message ---------',
    'From: Rita Novak <rita@example.com>',
    'Date: Mon, 16 Nov 2026 at 10:11',
    'Subject: Roof',
    'To: Ada <ada@example.com>',
  ],
  [
    'Gmail, de',
    'Fwd: Dach',
    '---------- Weitergeleitete Nachricht ---------',
    'Von: Rita Novak <rita@example.com>',
    'Datum: Mo., 16. Nov. 2026 um 10:11',
    'Betreff: Dach',
    'An: Ada <ada@example.com>',
  ],
  [
    'Gmail, fr',
    'Fwd: Toit',
    '---------- Message transféré ---------',
    'De : Rita Novak <rita@example.com>',
    'Date : lun. 16 nov. 2026 à 10:11',
    'Objet : Toit',
    'À : Ada <ada@example.com>',
  ],
  [
    'Gmail, es',
    'Fwd: Techo',
    '---------- Forwarded message ---------',
    'De: Rita Novak <rita@example.com>',
    'Fecha: lun, 16 nov 2026 a las 10:11',
    'Asunto: Techo',
    'Para: Ada <ada@example.com>',
  ],
  [
    'Gmail, it',
    'Fwd: Tetto',
    '---------- Forwarded message ---------',
    'Da: Rita Novak <rita@example.com>',
    'Date: lun 16 nov 2026 alle ore 10:11',
    'Oggetto: Tetto',
    'To: Ada <ada@example.com>',
  ],
  [
    'Outlook, en',
    'FW: Roof',
    '________________________________',
    'From: Rita Novak <rita@example.com>',
    'Sent: Monday, November 16, 2026 10:11 AM',
    'To: Ada <ada@example.com>',
    'Subject: Roof',
  ],
  [
    'Outlook, de',
    'WG: Dach',
    '________________________________',
    'Von: Rita Novak <rita@example.com>',
    'Gesendet: Montag, 16. November 2026 10:11',
    'An: Ada <ada@example.com>',
    'Betreff: Dach',
  ],
  [
    'Outlook, fr',
    'TR: Toit',
    '________________________________',
    'De : Rita Novak <rita@example.com>',
    'Envoyé : lundi 16 novembre 2026 10:11',
    'À : Ada <ada@example.com>',
    'Objet : Toit',
  ],
  [
    'Outlook, nl',
    'FW: Dak',
    '________________________________',
    'Van: Rita Novak <rita@example.com>',
    'Verzonden: maandag 16 november 2026 10:11',
    'Aan: Ada <ada@example.com>',
    'Onderwerp: Dak',
  ],
  [
    'Outlook, pl',
    'PD: Dach',
    '________________________________',
    'Od: Rita Novak <rita@example.com>',
    'Wysłane: poniedziałek, 16 listopada 2026 10:11',
    'Do: Ada <ada@example.com>',
    'Temat: Dach',
  ],
  [
    'Outlook, sv',
    'VB: Tak',
    '________________________________',
    'Från: Rita Novak <rita@example.com>',
    'Skickat: den 16 november 2026 10:11',
    'Till: Ada <ada@example.com>',
    'Ämne: Tak',
  ],
  [
    'Outlook, cs',
    'FW: Střecha',
    '________________________________',
    'Od: Rita Novak <rita@example.com>',
    'Odesláno: pondělí 16. listopadu 2026 10:11',
    'Komu: Ada <ada@example.com>',
    'Předmět: Střecha',
  ],
  [
    'Apple Mail, en',
    'Fwd: Roof',
    'Begin forwarded message:',
    '',
    'From: Rita Novak <rita@example.com>',
    'Subject: Roof',
    'Date: 16 November 2026 at 10:11:12 CET',
    'To: Ada <ada@example.com>',
  ],
  [
    'Apple Mail, de',
    'Fwd: Dach',
    'Anfang der weitergeleiteten Nachricht:',
    '',
    'Von: Rita Novak <rita@example.com>',
    'Betreff: Dach',
    'Datum: 16. November 2026 um 10:11:12 MEZ',
    'An: Ada <ada@example.com>',
  ],
  [
    'Apple Mail, fr',
    'Fwd: Toit',
    'Début du message réexpédié :',
    '',
    'De: Rita Novak <rita@example.com>',
    'Objet: Toit',
    'Date: 16 novembre 2026 à 10:11:12 UTC+1',
    'À: Ada <ada@example.com>',
  ],
  [
    'Thunderbird, en',
    'Fwd: Roof',
    '-------- Forwarded Message --------',
    'Subject: Roof',
    'Date: Mon, 16 Nov 2026 10:11:12 +0100',
    'From: Rita Novak <rita@example.com>',
    'To: Ada <ada@example.com>',
  ],
  [
    'Thunderbird, de',
    'Fwd: Dach',
    '-------- Weitergeleitete Nachricht --------',
    'Betreff: Dach',
    'Datum: Mon, 16 Nov 2026 10:11:12 +0100',
    'Von: Rita Novak <rita@example.com>',
    'An: Ada <ada@example.com>',
  ],
  [
    'Thunderbird, ja',
    'Fwd: 屋根',
    '-------- 転送メッセージ --------',
    '件名: 屋根',
    '日付: Mon, 16 Nov 2026 10:11:12 +0100',
    '差出人: Rita Novak <rita@example.com>',
    '宛先: Ada <ada@example.com>',
  ],
  [
    'Yahoo, en',
    'Fw: Roof',
    '----- Forwarded Message -----',
    'From: Rita Novak <rita@example.com>',
    'To: Ada <ada@example.com>',
    'Sent: Monday, November 16, 2026, 10:11:12 AM GMT+1',
    'Subject: Roof',
  ],
];

async function forwardedIn(subject: string, text: string) {
  const word = `=?utf-8?B?${Buffer.from(subject).toString('base64')}?=`;
  const head = `From: Ada <ada@example.com>\r\nSubject: ${word}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n`;
  const read = await readMail(Buffer.from(head + text.replaceAll('\n', '\r\n')));
  return read.ok ? read.mail.forwarded : null;
}

it.each(PROGRAMS)('knows whose mail %s passes on', async (_, subject, ...lines) => {
  expect(
    await forwardedIn(subject, `Please take this.\n\n${lines.join('\n')}\n\nIt leaks into the kitchen.\n`),
  ).toEqual({
    from: { name: 'Rita Novak', address: 'rita@example.com' },
    text: 'It leaks into the kitchen.',
    note: 'Please take this.',
  });
});

it('takes no answer for one, nor what names nobody', async () => {
  const quoted =
    'From: Rita Novak <rita@example.com>\nSent: Monday, November 16, 2026 10:11 AM\nTo: Ada\nSubject: Roof\n\nIt leaks.';
  expect(await forwardedIn('Re: Roof', `We are coming.\n\n${quoted}`)).toBeNull();
  expect(await forwardedIn('Fwd: Roof', 'It leaks, says Rita.')).toBeNull();
  expect(
    await forwardedIn('Fwd: Roof', '---------- Forwarded message ---------\nFrom: Rita\nSubject: Roof\n\nIt leaks.'),
  ).toBeNull();
});
