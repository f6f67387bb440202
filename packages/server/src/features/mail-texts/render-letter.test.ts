import { describe, expect, it } from 'vitest';
import { Block } from '../../platform/mail/template.ts';
import { entryHtml, entryText, renderHtml, renderText, type Letter, type LetterEntry } from './render-letter.ts';
import { WORDS } from './templates/index.ts';

const entry: LetterEntry = {
  author: '<Ada>',
  at: '22 Nov 2026, 04:06 UTC',
  text: 'One & two\nthree\n\n<script>four</script>',
  html: null,
  attachments: [],
};

const blockOf = (one: LetterEntry) => new Block(entryText(one, WORDS.en), () => entryHtml(one, WORDS.en));

const letter: Letter = {
  language: 'en',
  subject: '[#7] <b>Roof</b>',
  banner: null,
  body: [blockOf(entry)],
  footer: ['Your reply reaches the team.\n\nClaims & Co'],
};

describe('a letter', () => {
  it('escapes everything that is text', () => {
    const html = renderHtml({ ...letter, body: ['Dear <i>you</i>\n\n', blockOf(entry), '\n\n'] });
    expect(html).toContain('<title>[#7] &lt;b&gt;Roof&lt;/b&gt;</title>');
    expect(html).toContain('<strong>&lt;Ada&gt;</strong>');
    expect(html).toContain('<p>One &amp; two<br>three</p><p>&lt;script&gt;four&lt;/script&gt;</p>');
    expect(html).toContain('<p>Dear &lt;i&gt;you&lt;/i&gt;</p>');
    expect(html).not.toContain('<p></p>');
  });

  it('makes links of web addresses and of nothing else', () => {
    const html = renderHtml({ ...letter, body: ['See https://a.example/x?y=1&z="2". Not javascript:alert(1)'] });
    expect(html).toContain('<a href="https://a.example/x?y=1&amp;z=">https://a.example/x?y=1&amp;z=</a>&quot;2&quot;.');
    expect(html.match(/href=/gu)).toHaveLength(1);
  });

  it('lets through of HTML only what loads and runs nothing', () => {
    const html =
      '<p onclick="x()" style="background:url(https://t.example/p.gif)">Hi <b>you</b></p><img src="https://t.example/p.gif"><script>x()</script>';
    const rendered = renderHtml({ ...letter, body: [blockOf({ ...entry, text: '', html })] });
    expect(rendered).toContain('<p>Hi <b>you</b></p>');
    expect(rendered).not.toMatch(/t\.example|onclick|<script|<img/u);
  });

  it('says in text what it says in HTML, and in which language', () => {
    const text = renderText({ ...letter, banner: 'Internal note: only the team reads this.' });
    expect(text).toBe(
      '*** Internal note: only the team reads this. ***\n\n<Ada>, 22 Nov 2026, 04:06 UTC\n\n' +
        'One & two\nthree\n\n<script>four</script>\n\n-- \nYour reply reaches the team.\nClaims & Co\n',
    );
    expect(renderHtml({ ...letter, language: 'ja' })).toContain('<html lang="ja">');
  });
});
