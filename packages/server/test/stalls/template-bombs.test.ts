import { afterAll, beforeAll, expect, it } from 'vitest';
import { previewMailTemplate } from '../../src/features/notifications/preview-mail-template.ts';
import { longestTurn } from '../support/stall.ts';
import { aDepartment } from '../support/people.ts';
import { testDesk, type TestDesk } from '../support/test-desk.ts';

let desk: TestDesk;
let departmentId: string;
beforeAll(async () => {
  desk = await testDesk();
  departmentId = (await aDepartment(desk, { slug: 'claims' })).id;
  await preview('{{ ticket.title | date: "%Y" }}');
}, 60_000);
afterAll(() => desk.close());

/** Longer than this nobody waits for their turn, in ms of the desk's own work. */
const STALL = 100;

async function preview(body: string): Promise<string> {
  try {
    const input = { departmentId, kind: 'REPLY' as const, language: 'en' as const, subject: 'x', body };
    await previewMailTemplate(desk, 'COMMAND_LINE', input);
    return 'shown';
  } catch (error) {
    return (error as Error).message;
  }
}

const a = (n: number) => `{% assign a = "${'<'.repeat(10)}" %}${'{% assign a = a | append: a %}'.repeat(n)}`;
const TEMPLATES: Record<string, string> = {
  'loops within loops': '{% for a in (1..1000) %}{% for b in (1..1000) %}x{% endfor %}{% endfor %}',
  'a giant range': '{% for a in (1..1000000000) %}x{% endfor %}',
  'a range without steps': '{% for a in (1..1900000) %}{% endfor %}',
  'a text that doubles': `${a(60)}{{ a }}`,
  'a text that doubles, shown again and again': `${a(15)}${'{{ a }}'.repeat(2_000)}`,
  strip_html: `${a(15)}{{ a | strip_html }}`,
  'strip_html of comments': `{% assign a = "<!--" %}${'{% assign a = a | append: a %}'.repeat(16)}{{ a | strip_html }}`,
  'strip_html of scripts': `{% assign a = "<script" %}${'{% assign a = a | append: a %}'.repeat(16)}{{ a | strip_html }}`,
  'replace by itself': `${a(11)}{{ a | replace: "<", a | size }}`,
  'replace within a text': `${a(11)}{% assign b = a | replace: "<", a %}{{ b | size }}`,
  'split and join': `${a(13)}{{ a | split: "" | join: a | size }}`,
  truncatewords: `${a(14).replace('<'.repeat(10), 'a b c d e ')}{{ a | truncatewords: 100000 | size }}`,
  uniq: `{{ (1..60000) | uniq | size }}`,
  sort: `{{ (1..600000) | reverse | sort | size }}`,
  'dates of a width': '{{ 0 | date: "%900000000d" }}',
  'many dates': '{% for a in (1..1600) %}{{ a | date: "%A %B %c %Y" }}{% endfor %}',
  strip: `{% assign a = " x" %}${'{% assign a = a | append: a %}'.repeat(17)}{{ a | strip_newlines | strip | rstrip | size }}`,
  'spaces within a line': `x{% assign a = "         " %}${'{% assign a = a | append: a %}'.repeat(14)}{{ a }}x`,
  url_encode: `${a(15)}{{ a | url_encode | url_encode | url_encode | size }}`,
  escape: `${a(15)}{{ a | escape | escape | escape | size }}`,
  json: `${a(15)}{{ a | json | json | json | size }}`,
  normalize_whitespace: `{% assign a = "   x" %}${'{% assign a = a | append: a %}'.repeat(16)}{{ a | normalize_whitespace | size }}`,
  powers: '{% assign a = 9 %}{% for i in (1..1600) %}{% assign a = a | times: a %}{% endfor %}{{ a }}',
  'nested ifs': `${'{% if true %}'.repeat(700)}x${'{% endif %}'.repeat(700)}`,
  'many tags': '{{a}}'.repeat(4_000),
  'open braces': '{{'.repeat(10_000),
  'open tags': '{% if '.repeat(3_300),
  'a long filter chain': `{{ "x" ${'| append: "x" '.repeat(1_400)} }}`,
  brackets: `{{ a${'['.repeat(19_000)} }}`,
  parentheses: `{{ ${'('.repeat(19_000)} }}`,
  quotes: `{{ "${`"'`.repeat(9_000)} }}`,
  cycles: '{% for a in (1..2000) %}{% cycle 1,2 %}{% endfor %}',
  tablerow: '{% tablerow a in (1..100000) cols:2 %}{% endtablerow %}',
  increment: '{% for a in (1..2000) %}{% increment a %}{% endfor %}',
  capture: `{% capture a %}xxxxxxxxxx{% endcapture %}${'{% capture a %}{{ a }}{{ a }}{% endcapture %}'.repeat(40)}{{ a }}`,
  'capture, a little less': `{% capture a %}xxxxxxxxxx{% endcapture %}${'{% capture a %}{{ a }}{{ a }}{% endcapture %}'.repeat(24)}{{ a }}`,
  where: `{% assign a = (1..400000) %}{{ a | where: "x", 1 | size }}{{ a | map: "x" | size }}`,
  group: `{% assign a = (1..300000) %}{{ a | group_by_exp: "i", "i" | size }}`,
  where_exp: `{% assign a = (1..100000) %}{{ a | where_exp: "i", "i contains 'x'" | size }}`,
  base64: `${a(15)}{{ a | base64_encode | base64_encode | size }}`,
  slugify: `${a(15)}{{ a | slugify: "latin" | size }}`,
};

it.each(Object.entries(TEMPLATES))('a mail template holds nobody up: %s', async (_, body) => {
  const { longest, result } = await longestTurn(() => preview(body));
  // Shown, or refused with the line and a reason that says what to do about it.
  expect(result).toMatch(
    /^(?:shown|Line 1: (?:it takes too long: repeat less|it is nested too deeply|.* is not closed|there is no .*)\.)$/u,
  );
  expect(longest).toBeLessThan(STALL);
});
