import EmailReplyParser from 'email-reply-parser';
import planer from 'planer';
import PostalMime from 'postal-mime';
import { readMail } from '../src/platform/mail/parse/read-mail.ts';
import { splitQuoted } from '../src/platform/mail/parse/split-quoted.ts';
import { expectedOf, mailOf, scoreOf, textOf, type ScoredSet } from './corpus.ts';

type Case = { file: string; text: string; expected: string };

const same = (one: string, other: string) => squeezed(one) === squeezed(other);
/** Of pages: neither drawn lines nor the marks of quotes are words. */
const samePage = (one: string, other: string) => same(wordsOfPage(one), wordsOfPage(other));
const wordsOfPage = (text: string) => text.replaceAll(/^[>\s]*(?:-{5,}\s*$)?/gmu, '');
const squeezed = (text: string) => text.replaceAll(/\s+/gu, ' ').trim();

const readers: Record<string, (text: string) => string> = {
  planer: (text) => planer.extractFrom(text, 'text/plain'),
  'email-reply-parser': (text) => new EmailReplyParser().read(text).getVisibleText(),
};

/** What the author wrote, without what the mail quotes. Spaces are not compared. */
export async function scoreReplyText(): Promise<ScoredSet[]> {
  const quotes = expectedOf<{ file: string; expected_file: string; upstream_fails: boolean }>('unquotemail');
  const plain = quotes
    .filter(({ file }) => file.endsWith('.txt'))
    .map(({ file, expected_file: expected }) => ({ file, text: textOf(file), expected: textOf(expected) }));
  const failing = new Set(quotes.filter((one) => one.upstream_fails).map(({ file }) => file));
  return [
    {
      set: 'reply text, plain',
      says: 'unquotemail’s texts',
      scores: [
        await scoreOf('Copydesk', plain, ({ text, expected }) => same(splitQuoted(text).visible, expected)),
        ...(await Promise.all(
          Object.entries(readers).map(([name, read]) =>
            scoreOf(name, plain, ({ text, expected }) => same(read(text), expected)),
          ),
        )),
        await scoreOf('unquotemail (by its own list)', plain, ({ file }) => !failing.has(file)),
      ],
    },
    await scoreHtml(
      quotes.filter(({ file }) => file.endsWith('.html')),
      failing,
    ),
    await scoreReplies(),
  ];
}

async function scoreHtml(
  cases: { file: string; expected_file: string }[],
  failing: ReadonlySet<string>,
): Promise<ScoredSet> {
  const asMail = (html: string) =>
    Buffer.from(
      `From: a@example.com\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(html).toString('base64')}`,
    );
  const visible = async (html: string) => {
    const read = await readMail(asMail(html));
    return read.ok ? read.mail.visibleText : '';
  };
  return {
    set: 'reply text, HTML',
    says: 'unquotemail’s pages, compared as text',
    scores: [
      await scoreOf('Copydesk', cases, async ({ file, expected_file: expected }) =>
        samePage(await visible(textOf(file)), await textOfPage(textOf(expected))),
      ),
      await scoreOf('unquotemail (by its own list)', cases, ({ file }) => !failing.has(file)),
    ],
  };
}

async function textOfPage(html: string): Promise<string> {
  const { textOfHtml } = await import('../src/platform/mail/parse/html.ts');
  const { cleanHtml } = await import('../src/platform/mail/parse/clean-html.ts');
  return textOfHtml(cleanHtml(html));
}

async function scoreReplies(): Promise<ScoredSet> {
  const cases: Case[] = [];
  for (const { file, reply } of expectedOf<{ file: string; reply?: string }>('talon')) {
    if (reply === undefined) continue;
    const email = await PostalMime.parse(mailOf(file));
    cases.push({ file, text: email.text ?? '', expected: reply });
  }
  return {
    set: 'reply text, whole mails',
    says: 'talon’s mail programs',
    scores: [
      await scoreOf('Copydesk', cases, async ({ file, expected }) => {
        const read = await readMail(mailOf(file));
        return read.ok && same(read.mail.visibleText, expected);
      }),
      ...(await Promise.all(
        Object.entries(readers).map(([name, read]) =>
          scoreOf(name, cases, ({ text, expected }) => same(read(text), expected)),
        ),
      )),
    ],
  };
}
