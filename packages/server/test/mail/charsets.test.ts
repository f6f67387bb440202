import { expect, it } from 'vitest';
import { readMail } from '../../src/platform/mail/parse/read-mail.ts';

const bytes = {
  'iso-2022-jp': '1b24422546253925481b2842',
  shift_jis: '836583588367',
  'euc-jp': 'a5c6a5b9a5c8',
  'windows-1252': '934772fcdf6594',
  'utf-8': '4772c3bcc39f6520e38386e382b9e38388',
} as const;
const TEST = 'テスト';

async function read(label: string | null, hex: string) {
  const type = label === null ? '' : `Content-Type: text/plain; charset=${label}\r\n`;
  const mail = await readMail(
    Buffer.concat([Buffer.from(`From: a@example.com\r\n${type}\r\n`), Buffer.from(hex, 'hex')]),
  );
  return mail.ok && mail.mail.visibleText;
}

it.each([
  ['ISO-2022-JP', bytes['iso-2022-jp'], TEST],
  ['Shift_JIS', bytes.shift_jis, TEST],
  ['cp932', bytes.shift_jis, TEST],
  ['EUC-JP', bytes['euc-jp'], TEST],
  ['iso-2022-jp', '1b24422d211b2842', '①'],
  ['GB2312', 'b2e2cad4', '测试'],
  ['gb18030', 'b2e2cad4', '测试'],
  ['big5', 'b4fab8d5', '測試'],
  ['ks_c_5601-1987', 'c5d7bdbac6ae', '테스트'],
  ['windows-1250', '50f8edb9', 'Příą'],
  ['windows-1251', 'cff0e8e2e5f2', 'Привет'],
  ['koi8-r', 'f0d2c9d7c5d4', 'Привет'],
  ['windows-1252', bytes['windows-1252'], '“Grüße”'],
  ['iso-8859-1', bytes['windows-1252'], '“Grüße”'],
  ['windows-1253', 'c3e5e9dc', 'Γειά'],
  ['windows-1254', 'd0fd', 'Ğı'],
  ['windows-1255', 'f9ece5ed', 'שלום'],
  ['iso-8859-8-i', 'f9ece5ed', 'שלום'],
  ['windows-1256', 'c7e1', 'ال'],
  ['tis-620', 'a1a2', 'กข'],
])('reads %s', async (label, hex, text) => {
  expect(await read(label, hex)).toBe(text);
});

it.each([
  [null, bytes['utf-8'], `Grüße ${TEST}`],
  [null, bytes['iso-2022-jp'], TEST],
  [null, bytes['windows-1252'], '“Grüße”'],
  ['us-ascii', bytes['utf-8'], `Grüße ${TEST}`],
  ['us-ascii', bytes['iso-2022-jp'], TEST],
  ['iso-8859-1', bytes['utf-8'], `Grüße ${TEST}`],
  ['iso-8859-1', bytes['iso-2022-jp'], TEST],
  ['utf-8', bytes['windows-1252'], '“Grüße”'],
  ['utf-8', bytes.shift_jis, TEST],
  ['utf-8', bytes['euc-jp'], TEST],
  ['UTF8MB4', bytes['utf-8'], `Grüße ${TEST}`],
  ['x-unknown', bytes['utf-8'], `Grüße ${TEST}`],
  ['x-unknown', bytes['windows-1252'], '“Grüße”'],
  ['_iso-2022-jp$ESC', bytes['iso-2022-jp'], TEST],
  // A piece was cut off in the middle of a character: still UTF-8.
  ['utf-8', bytes['utf-8'].slice(0, -2), 'Grüße テス\uFFFD'],
])('reads what is labelled %s and is %s', async (label, hex, text) => {
  expect(await read(label, hex)).toBe(text);
});

it.each([
  ['an encoded word', '=?ISO-2022-JP?B?GyRCJUYlOSVIGyhC?=', TEST],
  ['two that share a character', '=?utf-8?B?R3LD?= =?utf-8?B?vMOfZQ==?=', 'Grüße'],
  ['raw UTF-8', Buffer.from(bytes['utf-8'], 'hex').toString('latin1'), `Grüße ${TEST}`],
  ['raw Shift_JIS', Buffer.from(bytes.shift_jis, 'hex').toString('latin1'), TEST],
  ['raw ISO-2022-JP', Buffer.from(bytes['iso-2022-jp'], 'hex').toString('latin1'), TEST],
  ['raw windows-1252', Buffer.from(bytes['windows-1252'], 'hex').toString('latin1'), '“Grüße”'],
])('reads a subject of %s', async (_, subject, text) => {
  const mail = await readMail(Buffer.from(`From: a@example.com\r\nSubject: ${subject}\r\n\r\nhi`, 'latin1'));
  expect(mail.ok && mail.mail.subject).toBe(text);
});

it('reads a line with an address byte by byte: no charset makes or hides an @', async () => {
  const raw = 'From: "\u0083\u0065\u0083\u0040" <rita@example.com>\r\n\r\nhi';
  const mail = await readMail(Buffer.from(raw, 'latin1'));
  expect(mail.ok && mail.mail.from).toEqual([{ name: 'ƒeƒ@', address: 'rita@example.com' }]);
});
