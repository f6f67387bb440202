import { expect, it } from 'vitest';
import { readMail } from '../../src/platform/mail/parse/read-mail.ts';

const head = 'From: rita@example.com\r\nSubject: Roof\r\nMIME-Version: 1.0\r\n';
const part = (headers: string, body: string) => `--b\r\n${headers}\r\n\r\n${body}\r\n`;
const mixed = (...parts: string[]) =>
  `${head}Content-Type: multipart/mixed; boundary=b\r\n\r\n${parts.join('')}--b--\r\n`;
const text = part('Content-Type: text/plain', 'It leaks.');

async function kept(raw: string) {
  const read = await readMail(Buffer.from(raw));
  if (!read.ok) return read.cause;
  const { visibleText, attachments } = read.mail;
  return {
    text: visibleText,
    attachments: attachments.map(
      ({ name, contentType, content }) => `${name} ${contentType} ${new TextDecoder().decode(content).trim()}`,
    ),
  };
}

it.each([
  [
    'a calendar',
    'Content-Type: text/calendar; method=REQUEST; name=visit.ics',
    'BEGIN:VCALENDAR',
    'visit.ics text/calendar BEGIN:VCALENDAR',
  ],
  ['a card', 'Content-Type: text/vcard; name=rita.vcf', 'BEGIN:VCARD', 'rita.vcf text/vcard BEGIN:VCARD'],
  [
    'text to keep',
    'Content-Type: text/plain\r\nContent-Disposition: attachment; filename=log.txt',
    'line 1',
    'log.txt text/plain line 1',
  ],
  ['an unknown type', 'Content-Type: x-roof/x-tiles; name=tiles.x', 'tiles', 'tiles.x x-roof/x-tiles tiles'],
  [
    'no type that could be one',
    'Content-Type: rubbish\r\nContent-Disposition: attachment; filename=a.bin',
    'bytes',
    'a.bin application/octet-stream bytes',
  ],
  [
    'a name in two pieces (RFC 2231)',
    "Content-Type: application/pdf;\r\n name*0*=utf-8''D%C3%A4ch;\r\n name*1=er.pdf",
    'pdf',
    'Dächer.pdf application/pdf pdf',
  ],
  [
    'a name as an encoded word',
    'Content-Type: application/pdf; name="=?utf-8?B?RMOkY2hlci5wZGY=?="',
    'pdf',
    'Dächer.pdf application/pdf pdf',
  ],
  [
    'a name that is a path',
    'Content-Type: application/pdf\r\nContent-Disposition: attachment; filename="../../etc/passwd"',
    'pdf',
    '.._.._etc_passwd application/pdf pdf',
  ],
  [
    'a name that reads as another',
    "Content-Type: application/pdf\r\nContent-Disposition: attachment; filename*=utf-8''inv%E2%80%AEfdp%1B.exe",
    'pdf',
    'invfdp.exe application/pdf pdf',
  ],
  ['no name', 'Content-Type: application/pdf', 'pdf', 'attachment-1 application/pdf pdf'],
  [
    'a message',
    'Content-Type: message/rfc822; name=other.eml',
    'From: otto@example.com\r\n\r\nNot hers.',
    'other.eml message/rfc822 From: otto@example.com\n\nNot hers.',
  ],
])('keeps %s beside the text', async (_, headers, body, attachment) => {
  expect(await kept(mixed(text, part(headers, body)))).toEqual({ text: 'It leaks.', attachments: [attachment] });
});

it('keeps the calendar of an invitation that shows itself in other forms as well', async () => {
  const alternatives = `${head}Content-Type: multipart/alternative; boundary=b\r\n\r\n${text}${part('Content-Type: text/html', '<p>It leaks.</p>')}${part('Content-Type: text/calendar; method=REQUEST', 'BEGIN:VCALENDAR')}--b--\r\n`;
  expect(await kept(alternatives)).toEqual({
    text: 'It leaks.',
    attachments: ['attachment-1 text/calendar BEGIN:VCALENDAR'],
  });
});

it.each([
  [
    'no end',
    `${head}Content-Type: multipart/mixed; boundary=b\r\n\r\n${text}${part('Content-Type: application/pdf; name=a.pdf', 'pdf')}`,
  ],
  ['bare line feeds', mixed(text, part('Content-Type: application/pdf; name=a.pdf', 'pdf')).replaceAll('\r\n', '\n')],
  [
    'a boundary in quotes, with spaces behind it',
    mixed(text, part('Content-Type: application/pdf; name=a.pdf', 'pdf'))
      .replace('boundary=b', 'boundary="b"')
      .replace('--b\r\n', '--b  \r\n'),
  ],
  [
    'base64 with rubbish in it',
    mixed(text, part('Content-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64', 'cG!!R\r\nm==')),
  ],
  [
    'an encoding that nobody knows',
    mixed(text, part('Content-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: x-rot', 'pdf')),
  ],
])('takes apart what has %s', async (_, raw) => {
  expect(await kept(raw)).toEqual({ text: 'It leaks.', attachments: ['a.pdf application/pdf pdf'] });
});

it.each([
  ['a boundary that does not come', 'Content-Type: multipart/mixed; boundary=c'],
  ['no boundary', 'Content-Type: multipart/mixed'],
  ['an empty boundary', 'Content-Type: multipart/alternative; boundary=""'],
  ['an encoding all the same', 'Content-Type: multipart/mixed\r\nContent-Transfer-Encoding: base64'],
])('reads what nothing divides as one text: %s', async (_, type) => {
  const text = type.includes('base64') ? Buffer.from('It leaks.').toString('base64') : 'It leaks.';
  expect(await kept(`${head}${type}\r\n\r\n${text}\r\n`)).toEqual({ text: 'It leaks.', attachments: [] });
});

it('finds no words in parts that are empty', async () => {
  expect(await kept(mixed(part('Content-Type: text/plain', '')))).toMatchObject({ text: '' });
});
