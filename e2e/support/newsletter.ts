import { deflateSync } from 'node:zlib';
import { createTransport } from 'nodemailer';

/** A PNG of one colour fading into another, from the top to the bottom. */
function drawing(width: number, height: number, top: readonly number[], bottom: readonly number[]): Buffer {
  const rows = Array.from({ length: height }, (_, y) => {
    const pixel = top.map((from, at) => Math.round(from + (((bottom[at] ?? 0) - from) * y) / height));
    return Buffer.from([0, ...Array.from({ length: width }, () => pixel).flat()]);
  });
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc(body), body.length + 4);
  return framed;
}

function crc(bytes: Buffer): number {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return (value ^ 0xffffffff) >>> 0;
}

const PLANS = ['Home', 'Home and garden', 'Landlord', 'Car', 'Travel', 'Everything'];

/** As shops write: nested tables with widths and colours of their own, images from elsewhere, one that came along. */
const NEWSLETTER = `<!doctype html><html><head><style>.cta{color:red}</style></head><body bgcolor="#f2efe9">
<div style="display:none;max-height:0">What the autumn storms mean for your cover</div>
<table width="100%" bgcolor="#f2efe9" cellpadding="0" cellspacing="0"><tr><td align="center" style="padding:16px">
<table width="620" bgcolor="#ffffff" cellpadding="0" cellspacing="0" style="border-radius:8px">
<tr><td><img src="cid:roof@news.example" width="620" height="120" alt="A roof in the evening"></td></tr>
<tr><td style="padding:24px 32px;font-family:Georgia,serif;color:#3b2f2a">
<h1 style="margin:0 0 8px;font-size:26px;color:#8b3c05">Autumn cover, 秋の補償</h1>
<p style="margin:0 0 12px">Dear neighbours, storms come earlier this year. <b>Three things</b> to look at before the leaves fall:</p>
<ol><li>Loose tiles above the gutter</li><li>Trees nearer than five metres</li><li>雨どいの落ち葉を取り除いてください</li></ol>
<p style="text-align:center;margin:20px 0"><a href="https://news.example/offer" style="background-color:#8b3c05;color:#ffffff;padding:10px 22px;border-radius:6px;text-decoration:none">See what is covered</a></p>
<img src="https://images.news.example/leaf.png" width="180" height="60" alt="A leaf"> <img src="https://images.news.example/tree.png" width="180" height="60" alt="">
</td></tr></table>
<table width="980" cellpadding="6" cellspacing="0" border="1" style="border-collapse:collapse;margin-top:16px;font-family:Arial,sans-serif;font-size:13px;color:#222222;background-color:#ffffff"><tr>${PLANS.map((plan) => `<th style="background-color:#e8dfd3;width:160px">${plan}</th>`).join('')}</tr><tr>${PLANS.map((_, at) => `<td align="right">€ ${at * 7 + 12}.00 a month</td>`).join('')}</tr></table>
<p style="font-size:11px;color:#888888">Yours, the co-operative · <a href="https://news.example/leave">leave this list</a></p>
</td></tr></table><img src="https://count.news.example/open.gif" width="1" height="1"></body></html>`;

/** What somebody writes in their own mail program: the theme's colours may stand. */
const LETTER = `<div style="font-family:Calibri,sans-serif;font-size:11pt;color:#000000"><p>こんにちは、</p>
<p>I passed the newsletter on because of its <b>second</b> table. Our roof is <i>not</i> in it:</p>
<ul><li>thatched, <a href="https://example.com/thatch">as registered</a></li><li>built 1904</li></ul>
<p><img src="cid:house@home.example" width="160" height="90" alt="Our house"></p><p>Lena</p></div>`;

/** A newsletter and a letter about it, over SMTP, as one ticket. */
export async function sendNewsletter(port: number, to: string): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port, secure: false, ignoreTLS: true });
  const from = { name: 'Lena Fischer', address: 'lena.fischer@example.com' };
  const { messageId } = await transport.sendMail({
    from,
    to,
    subject: 'Autumn cover, 秋の補償',
    text: 'This newsletter is best read as HTML.',
    html: NEWSLETTER,
    attachments: [
      { filename: 'roof.png', cid: 'roof@news.example', content: drawing(620, 120, [244, 178, 120], [110, 60, 90]) },
      { filename: 'terms.pdf', content: '%PDF-1.4', contentType: 'application/pdf' },
    ],
  });
  await transport.sendMail({
    from,
    to,
    subject: 'Re: Autumn cover, 秋の補償',
    html: LETTER,
    inReplyTo: messageId,
    references: messageId,
    attachments: [
      { filename: 'house.png', cid: 'house@home.example', content: drawing(160, 90, [150, 190, 230], [90, 130, 90]) },
    ],
  });
  transport.close();
}
