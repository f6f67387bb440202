import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openMailParser, type MailParser } from '../../src/platform/mail/parse/mail-parser.ts';
import { splitQuoted } from '../../src/platform/mail/parse/split-quoted.ts';
import { cleanHtml } from '../../src/platform/mail/parse/clean-html.ts';

let parser: MailParser;
beforeAll(() => {
  parser = openMailParser();
});
afterAll(() => parser.close());

const head = 'From: Rita <Rita@Example.com>\r\nTo: support@desk.example.com\r\nSubject: Roof\r\n';
const parse = (text: string) => parser.parse(Buffer.from(text));
const causeOf = async (text: string) => {
  const result = await parse(text);
  return result.ok ? null : result.cause;
};

function nested(levels: number): string {
  let part = 'Content-Type: text/plain\r\n\r\nhi\r\n';
  for (let level = 0; level < levels; level += 1) {
    part = `Content-Type: multipart/mixed; boundary="b${level}"\r\n\r\n--b${level}\r\n${part}\r\n--b${level}--\r\n`;
  }
  return head + part;
}

const wide = (parts: number) =>
  `${head}Content-Type: multipart/mixed; boundary="b"\r\n\r\n${'--b\r\nContent-Type: text/plain\r\n\r\nx\r\n'.repeat(parts)}--b--\r\n`;

describe('reading mail', () => {
  it('reads what a mail says', async () => {
    const result = await parse(
      `${head}Cc: "Carl, the builder" <carl@example.com>, team: a@example.com, b@example.com;\r\nMessage-ID: <1@x>\r\nIn-Reply-To: <0@x>\r\nReferences: <a@x>\r\n <0@x>\r\n\r\nIt leaks\r\n`,
    );
    expect(result).toMatchObject({
      ok: true,
      mail: {
        from: [{ name: 'Rita', address: 'rita@example.com' }],
        cc: [
          { name: 'Carl, the builder', address: 'carl@example.com' },
          { address: 'a@example.com' },
          { address: 'b@example.com' },
        ],
        messageId: '<1@x>',
        inReplyTo: ['<0@x>'],
        references: ['<a@x>', '<0@x>'],
        visibleText: 'It leaks',
        quotedText: null,
        html: null,
      },
    });
  });

  it('keeps no link to rate of the mail that it answers: it would rate in the name of whose it is', async () => {
    const token = 'Ab3_-'.repeat(7).slice(0, 32);
    const text = `Thanks!\r\n\r\nGood: https://desk.example.com/rate/${token}?score=GOOD\r\n\r\nOn Monday, Claims wrote:\r\n> Bad: https://scan.example.com/?u=https%3A%2F%2Fdesk.example.com%2Frate%2F${token}%3Fscore%3DBAD\r\n`;
    const html = `<p>Thanks! <a href="https://desk.example.com/rate/${token}?score=GOOD">Good</a></p>`;
    const both = `Content-Type: multipart/alternative; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n${text}\r\n--b\r\nContent-Type: text/html\r\n\r\n${html}\r\n--b--\r\n`;
    for (const body of [`\r\n${text}`, `Content-Type: text/html\r\n\r\n${html}`, both]) {
      const result = JSON.stringify(await parse(`${head}${body}`));
      expect(result).toContain('Thanks!');
      expect(result).toContain('/rate/…');
      expect(result).not.toContain(token.slice(0, 8));
    }
    expect(JSON.stringify(await parse(`${head}\r\nSee https://example.com/rate/${token}more`))).toContain(
      `${token}more`,
    );
  });

  it('suspends what is too deep, too wide or has too many headers, and reads on', async () => {
    expect(await causeOf(nested(15))).toBeNull();
    expect(await causeOf(nested(200))).toMatch(/more than 20 levels/);
    expect(await causeOf(wide(900))).toBeNull();
    expect(await causeOf(wide(5_000))).toMatch(/more than 1000 parts/);
    expect(await causeOf(`${head}${'X-A: b\r\n'.repeat(990)}\r\nhi`)).toBeNull();
    expect(await causeOf(`${head}${'X-A: b\r\n'.repeat(20_000)}\r\nhi`)).toMatch(/more than 1000 headers/);
    expect(await causeOf(`${head}X-Long: ${'b'.repeat(3_000_000)}\r\n\r\nhi`)).toMatch(/headers/);
    expect(await causeOf(`${head}\r\nhi`)).toBeNull();
  });

  it('refuses several From and none', async () => {
    expect(await causeOf(`${head}From: eve@example.com\r\n\r\nhi`)).toMatch(/more than one From/);
    expect(await causeOf('From: a@example.com, b@example.com\r\n\r\nhi')).toMatch(/more than one address/);
    expect(await causeOf('Subject: hi\r\n\r\nhi')).toMatch(/does not say whom it is from/);
    const result = await parse(`${head}From: eve@example.com\r\n\r\nhi`);
    expect(result).toMatchObject({ ok: false, readable: { from: 'rita@example.com', subject: 'Roof' } });
  });

  it('ends a worker that takes too long and goes on with another', async () => {
    const hasty = openMailParser({ workers: 1, timeoutMs: 1 });
    const slow = await hasty.parse(Buffer.from(wide(900)));
    expect(slow).toMatchObject({ ok: false, cause: 'Reading the message took longer than 0.001 seconds.' });
    await hasty.close();
    const results = await Promise.all(Array.from({ length: 20 }, (_, at) => parse(`${head}X-At: ${at}\r\n\r\nhi`)));
    expect(results.every(({ ok }) => ok)).toBe(true);
  });

  it('survives a message that uses up a worker', async () => {
    const small = openMailParser({ workers: 1, heapMb: 40, timeoutMs: 60_000 });
    const huge = `${head}Content-Type: multipart/mixed; boundary="b"\r\n\r\n${'--b\r\nContent-Type: text/plain\r\n\r\nx\r\n'.repeat(150_000)}--b--\r\n`;
    expect(await small.parse(Buffer.from(huge))).toMatchObject({ ok: false, cause: expect.stringMatching(/memory/) });
    expect(await small.parse(Buffer.from(`${head}\r\nhi`))).toMatchObject({ ok: true });
    await small.close();
  }, 60_000);

  it('keeps the words of HTML without its power', async () => {
    const result = await parse(
      `${head}Content-Type: text/html\r\n\r\n<p onclick="x()">It <b>leaks</b><script>alert(1)</script><img src="https://t.example/p.gif"><a href="javascript:x()">here</a></p>`,
    );
    expect(result).toMatchObject({ ok: true, mail: { visibleText: 'It leakshere', hasTextPart: false } });
    expect(result.ok && result.mail.html).not.toMatch(/onclick|script| src=|javascript/);
    expect(
      cleanHtml(
        '<style>p{}</style><form action="https://x"><input></form><iframe src="x"></iframe><a href="//x.example">y</a>',
      ),
    ).not.toMatch(/style|form|input|iframe|href/);
  });

  it('keeps quoted history apart, in text and in HTML', async () => {
    const answer =
      'Thank you\n\nOn Mon, 2 Nov 2026 at 10:00, Claims <claims@desk.example.com> wrote:\n> SECRET\n> of ours';
    const plain = await parse(`${head}\r\n${answer.replaceAll('\n', '\r\n')}\r\n`);
    expect(plain).toMatchObject({ ok: true, mail: { visibleText: 'Thank you' } });
    expect(plain.ok && plain.mail.quotedText).toContain('SECRET');
    const html = await parse(
      `${head}Content-Type: text/html\r\n\r\n<div><b>Thank</b> you</div><div class="gmail_quote">On Monday Claims wrote:<blockquote>SECRET</blockquote></div>`,
    );
    expect(html).toMatchObject({ ok: true, mail: { visibleText: 'Thank you' } });
    expect(html.ok && html.mail.html).not.toContain('SECRET');
    expect(html.ok && html.mail.quotedText).toContain('SECRET');
  });

  it('leaves out HTML that says more than the visible text', async () => {
    const mail = (text: string, html: string, answers = 'In-Reply-To: <0@x>\r\n') =>
      parse(
        `${head}${answers}Content-Type: multipart/alternative; boundary="b"\r\n\r\n--b\r\n\r\n${text}\r\n--b\r\nContent-Type: text/html\r\n\r\n${html}\r\n--b--\r\n`,
      );
    const more = '<p>Thank <b>you</b></p><p>SECRET that the text part does not show</p>';
    expect(await mail('Thank you', more)).toMatchObject({ ok: true, mail: { visibleText: 'Thank you', html: null } });
    const same = '<p>Thank <b>you</b></p>';
    expect(await mail('Thank *you*', same)).toMatchObject({ ok: true, mail: { html: same, hasTextPart: true } });
    // Who answers nothing quotes nothing: then the HTML is what people see elsewhere, and its words are what counts.
    const whole = {
      visibleText: 'Thank you\n\nSECRET that the text part does not show',
      html: more,
      hasTextPart: false,
    };
    expect(await mail('Thank you', more, '')).toMatchObject({ ok: true, mail: whole });
    expect(await mail('#note\nThank you', more, '')).toMatchObject({ ok: true, mail: { html: null } });
    expect(await mail('Thank you\n> SECRET\n', more, '')).toMatchObject({ ok: true, mail: { html: null } });
  });

  it('shows HTML where it says the same in links, images and lists, and is more than its text', async () => {
    const html = async (text: string, body: string) => {
      const result = await parse(
        `${head}In-Reply-To: <0@x>\r\nContent-Type: multipart/alternative; boundary="b"\r\n\r\n--b\r\n\r\n${text}\r\n--b\r\nContent-Type: text/html\r\n\r\n${body}\r\n--b--\r\n`,
      );
      return result.ok ? result.mail.html : result.cause;
    };
    expect(
      await html(
        'See [image: roof.png]\n* here <https://a.example/1>',
        '<div>See <img src="cid:1@x" alt="roof.png"><ul><li><a href="https://a.example/1">here</a></li></ul></div>',
      ),
    ).toContain('cid:1%40x');
    expect(await html('[cid:1@x]\nROOF', '<img src="cid:1@x"><h1>Roof</h1>')).toBeNull();
    expect(await html('[cid:1@x]\nRoof', '<img src="cid:1@x"><h1>Roof</h1>')).toContain('<h1>');
    // The font of somebody's mail program is no reason for a frame.
    expect(
      await html(
        'It leaks',
        '<div style="font-family:Calibri;font-size:11pt;color:#000000">It <span style="margin:0">leaks</span></div>',
      ),
    ).toBeNull();
    expect(await html('It leaks', '<div style="color:#cc0000">It leaks</div>')).toContain('#cc0000');
  });

  it('never throws over a text to split', () => {
    for (const text of [
      '',
      '\n\n',
      '> only quoted',
      '>'.repeat(5_000),
      'a\n'.repeat(2_000),
      `On ${'x '.repeat(500)}wrote:`,
    ]) {
      expect(splitQuoted(text).visible).toBeTypeOf('string');
    }
  });

  it('tells a bounce, an automatic reply and a forward', async () => {
    const bounce = `From: MAILER-DAEMON@mx.example\r\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n--b\r\n\r\nSorry\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; Carl@Example.com\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 no such user\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: <ours@desk>\r\nSubject: Re\r\n\r\nhi\r\n--b--\r\n`;
    expect(await parse(bounce)).toMatchObject({
      ok: true,
      mail: {
        deliveryReport: {
          originalMessageIds: ['<ours@desk>'],
          recipients: [{ address: 'carl@example.com', action: 'failed', diagnostic: '550 no such user' }],
        },
      },
    });
    expect(await parse(`${head}Auto-Submitted: auto-replied\r\n\r\naway`)).toMatchObject({
      mail: { automatic: 'Auto-Submitted: auto-replied' },
    });
    const read = `${head}Content-Type: multipart/report;\r\n report-type=disposition-notification; boundary=b\r\n\r\n`;
    expect(await parse(`${read}--b\r\n\r\nYour message was read.\r\n--b--`)).toMatchObject({
      mail: { automatic: expect.stringContaining('disposition-notification'), deliveryReport: null },
    });
    expect(await parse(`${head}Auto-Submitted: no\r\n\r\nhere`)).toMatchObject({ mail: { automatic: null } });
    expect(await parse(`${head.replace('Roof', 'Fwd: Roof')}\r\nsee below`)).toMatchObject({ mail: { forward: true } });
  });
});
