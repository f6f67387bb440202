import { describe, expect, it } from 'vitest';
import { unflow } from '../../src/platform/mail/parse/flowed-text.ts';
import { readMail } from '../../src/platform/mail/parse/read-mail.ts';
import { splitQuoted } from '../../src/platform/mail/parse/split-quoted.ts';

const QUOTE = '> It leaks again.\n> Nora';

describe('the history below an answer', () => {
  it.each([
    'On Mon, 3 Mar 2025 at 09:12, Nora Lind <nora@example.com> wrote:',
    'Am Mo., 3. März 2025 um 09:12 Uhr schrieb Nora Lind <nora@example.com>:',
    'Am 03.03.2025 um 09:12 schrieb Nora Lind:',
    'Le lun. 3 mars 2025 à 09:12, Nora Lind <nora@example.com> a écrit :',
    'El lun, 3 mar 2025 a las 9:12, Nora Lind (<nora@example.com>) escribió:',
    'Em seg., 3 de mar. de 2025 às 09:12, Nora Lind <nora@example.com> escreveu:',
    'Il giorno lun 3 mar 2025 alle ore 09:12 Nora Lind <nora@example.com> ha scritto:',
    'In data 3 marzo 2025 09:12:00 "Nora Lind" <nora@example.com> ha scritto:',
    'Op ma 3 mrt 2025 om 09:12 schreef Nora Lind <nora@example.com>:',
    'Den mån 3 mars 2025 kl 09:12 skrev Nora Lind <nora@example.com>:',
    'man. 3. mar. 2025 kl. 09:12 skrev Nora Lind <nora@example.com\n>:',
    'ma 3. maalisk. 2025 klo 9.12 Nora Lind (nora@example.com) kirjoitti:',
    'pon., 3 mar 2025 o 09:12 Nora Lind <nora@example.com> napisał(a):',
    'po 3. 3. 2025 v 9:12 odesílatel Nora Lind <nora@example.com> napsal:',
    '2025.03.03. 9:12 keltezéssel, "Nora Lind" írta:',
    'пн, 3 мар. 2025 г. в 09:12, Nora Lind <nora@example.com>:',
    '3 марта 2025 г., 09:12, Nora Lind <nora@example.com> написал(а):',
    'Στις Δευ 3 Μαρ 2025 στις 9:12 π.μ., ο χρήστης Nora Lind <nora@example.com> έγραψε:',
    '3 Mar 2025 Pzt, 09:12 tarihinde Nora Lind <nora@example.com> şunu yazdı:',
    'Vào 09:12 3 tháng 3, 2025, Nora Lind <nora@example.com> đã viết:',
    '2025年3月3日(月) 9:12 Nora Lind <nora@example.com>:',
    'Nora Lind <nora@example.com> 于2025年3月3日周一 09:12写道：',
    '2025년 3월 3일 (월) 오전 9:12, Nora Lind <nora@example.com>님이 작성:',
    'בתאריך יום ב׳, 3 במרץ 2025 ב-9:12 מאת Nora Lind <‪nora@example.com‬‏>:‬',
    '2025-03-03 9:12 GMT+01:00 Nora Lind <\nnora@example.com>:',
    '---- Nora Lind wrote ----',
    '-----Original Message-----\nFrom: Nora Lind <nora@example.com>\nSent: Monday, March 3, 2025 9:12 AM\nSubject: Roof',
    '________________________________\nVon: Nora Lind <nora@example.com>\nGesendet: Montag, 3. März 2025 09:12\nAn: Ada\nBetreff: Dach',
    'De : Nora Lind <nora@example.com>\nEnvoyé : lundi 3 mars 2025 09:12\nÀ : Ada\nObjet : Toit',
    'Message du : 03/03/2025 09:12\nDe : "Nora Lind" <nora@example.com>\nA : ada@example.com\nSujet : Toit',
    'От: Nora Lind\nОтправлено: 3 марта 2025 г. 9:12\nКому: Ada',
  ])('begins with %j', (intro) => {
    const { visible, quoted } = splitQuoted(`We are on our way.\n\n${intro}\n\n${QUOTE}\n`);
    expect(visible).toBe('We are on our way.');
    expect(quoted).toContain('It leaks again.');
  });

  it.each([
    ['an appointment', 'Invitation for an interview:\n\nDate: Wednesday 3, October\nTime: 7:00am\nAddress: 130 Fox St'],
    ['a date and an @', 'Come on\n\n10/19/2025 @ 9:30 am for the roof\n1517 4th Avenue'],
    ['a word and a colon at the top', 'From: Сергей\nДобрый день.\n\nПожалуйста ответьте на это письмо.'],
    ['a sentence that says who wrote', 'As Otto wrote:\n\nthe roof is yours.'],
    ['dashes under a heading', 'Roof\n-----\n\nIt leaks.'],
  ])('is not: %s', (_, text) => {
    expect(splitQuoted(text)).toEqual({ visible: text, quoted: null });
  });

  it('leaves what is written below it and between it', () => {
    const intro = 'Den mån 3 mars 2025 kl 09:12 skrev Nora Lind <nora@example.com>:';
    const { visible } = splitQuoted(`${intro}\n> Is it tomorrow?\n\nYes.\n\n> At nine?\n\nAt ten.`);
    expect(visible.replaceAll(/\s+/gu, ' ')).toBe('Yes. At ten.');
  });

  it('takes along the lines drawn above it, and a signature below it', () => {
    const text = `Thanks.\n\n----------\n\nOn Mon, 3 Mar 2025 at 09:12, Nora <nora@example.com> wrote:\n${QUOTE}\n\n-- \nAda\n`;
    expect(splitQuoted(text).visible).toBe('Thanks.');
  });

  it('is no history in what is passed on', () => {
    const text = `FYI\n\n---------- Forwarded message ----------\nFrom: nora@example.com\nDate: Mon, Mar 3, 2025\nSubject: Roof\n\nIt leaks.`;
    expect(splitQuoted(text).visible).toBe(text);
  });
});

describe('flowing text', () => {
  it('goes on in the next line, but never across the end of a quote (RFC 3676)', () => {
    expect(unflow('> It leaks \n> again. \nHello \nNora. \n-- \nAda', false)).toBe(
      '> It leaks again. \nHello Nora. \n-- \nAda',
    );
    expect(unflow('> a \n>> b \n> c', false)).toBe('> a \n>> b \n> c');
    expect(unflow(' >no quote', false)).toBe('>no quote');
    expect(unflow('屋根が \n漏れる', true)).toBe('屋根が漏れる');
  });

  it('keeps the answer below a quote whose last line ends with a space', async () => {
    const head = 'From: ada@example.com\nContent-Type: text/plain; format=flowed\n\n';
    const read = await readMail(Buffer.from(`${head}On 04/02/2012 06:26 PM, Nora wrote:\n> Hi \nHello`));
    expect(read.ok && read.mail.visibleText).toBe('Hello');
  });
});

describe('the history in HTML', () => {
  const visibleOf = async (html: string) => {
    const read = await readMail(
      Buffer.from(`From: ada@example.com\nContent-Type: text/html; charset=utf-8\n\n${html}`),
    );
    return read.ok ? read.mail.visibleText : null;
  };

  it.each([
    '<blockquote type="cite">It leaks.</blockquote>',
    '<div class="gmail_quote">On Monday Nora wrote:<blockquote>It leaks.</blockquote></div>',
    '<blockquote style="border-left:1px solid #ccc">It leaks.</blockquote>',
    '<hr><b>From: </b>nora@example.com<br><b>Sent: </b>Monday<br><b>Subject: </b>Roof<br><br>It leaks.',
    '<div>On 11-Apr-2011, at 6:54 PM, Nora &lt;nora@example.com&gt; wrote:</div><blockquote>It leaks.</blockquote>',
  ])('is %j', async (history) => {
    expect(await visibleOf(`<p>Coming.</p>${history}`)).toBe('Coming.');
  });

  it('is no passage that its author indented', async () => {
    expect(await visibleOf('<p>The policy says:</p><blockquote>Hail is covered.</blockquote><p>So pay.</p>')).toContain(
      'Hail is covered.',
    );
  });
});
