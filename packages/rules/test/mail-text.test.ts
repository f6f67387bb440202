import { describe, expect, it } from 'vitest';
import {
  addressDomain,
  canonicalAddress,
  normalTag,
  readMailCommands,
  readTags,
  repeatsInternal,
  supportAddressOf,
} from '../src/index.ts';

describe('commands', () => {
  it.each([
    ['#note\nHello', [{ name: 'note' }], 'Hello'],
    [
      '\n  #Public False \r\n#status solved\r\nHello\r\n#note',
      [
        { name: 'public', value: false },
        { name: 'status', value: 'SOLVED' },
      ],
      'Hello\n#note',
    ],
    ['#public', [{ name: 'public', value: true }], ''],
    ['#public true\n\nHello', [{ name: 'public', value: true }], 'Hello'],
    ['Hello\n#note', [], 'Hello\n#note'],
    ['# note', [], '# note'],
    ['#priority Urgent\nHi', [{ name: 'priority', value: 'URGENT' }], 'Hi'],
    ['#tags Roof, vip;vip storm', [{ name: 'tags', value: ['roof', 'storm', 'vip'] }], ''],
    ['#assignee Ben Kaya', [{ name: 'assignee', value: 'Ben Kaya' }], ''],
    ['#assignee BEN@Desk.example', [{ name: 'assignee', value: 'ben@desk.example' }], ''],
    ['#requester Rita@example.com', [{ name: 'requester', value: 'rita@example.com' }], ''],
    ['#department Billing', [{ name: 'department', value: 'billing' }], ''],
    ['#status   solved', [{ name: 'status', value: 'SOLVED' }], ''],
  ])('3-36: %j', (text, commands, rest) => {
    expect(readMailCommands(text)).toEqual({ commands, rest });
  });

  it.each([
    '#public maybe',
    '#note this',
    '#status constructor',
    '#status closed',
    '#priority constructor',
    '#tags ,',
    `#tags ${'x'.repeat(61)}`,
    '#assignee',
    '#requester rita',
    '#requester Rita rita@example.com',
    '#requester rita@example.com please',
    '#department',
    '#notebook',
    '#constructor',
  ])('3-36: %s is ignored and stays in the text, and what stands below counts', (line) => {
    const { commands, rest } = readMailCommands(`${line}\n#status solved\nHello`);
    const because = expect.stringMatching(/\.$/u);
    expect(commands).toEqual([
      { name: 'unreadable', value: line, because },
      { name: 'status', value: 'SOLVED' },
    ]);
    expect(rest).toBe(`${line}\nHello`);
    expect(readMailCommands(line)).toMatchObject({ rest: line });
  });

  it('ends after 20 commands: the rest is text', () => {
    const { commands, rest } = readMailCommands('#note\n'.repeat(25));
    expect(commands).toHaveLength(20);
    expect(rest.match(/#note/gu)).toHaveLength(5);
  });
});

describe('the leak guard', () => {
  const NOTE = 'We will only pay forty percent because the surveyor doubts the story about the storm.';
  const TODAY = 'today and tomorrow in the afternoon';
  const TENS = 'everything something1 something2 something3';
  const KANJI = '調査員嵐話疑四割支払調査員嵐話疑四割支払';
  it.each<[string, string, string[], string[], boolean]>([
    [
      '3-22: a quoted note',
      `Dear Rita\n> We will ONLY pay forty\n> percent, because the surveyor doubts it`,
      [NOTE],
      [],
      true,
    ],
    ['a note in the new text', `As said: ${NOTE}`, [NOTE], [], true],
    ['3-23: other text', 'Dear Rita, we are still waiting for the report about the storm.', [NOTE], [], false],
    ['3-31: text that is public as well', `> ${NOTE}`, [NOTE], [`Xeno wrote: ${NOTE}`], false],
    ['a short note, whole', 'Please PAY nothing, please!', ['Pay nothing, please.'], [], true],
    ['a note too short to mean anything', 'ok then', ['ok then'], [], false],
    ['part of a word', 'prepay nothing pleasemore', ['pay nothing please'], [], false],
    [
      'Japanese',
      '社内では「調査員は嵐の話を疑っているので四割だけ支払います」と',
      ['調査員は嵐の話を疑っているので四割だけ支払います。'],
      [],
      true,
    ],
    [
      'signatures',
      'Fine.\n-- \nAda Agent, Claims department of the Great Insurance Company',
      ['No.\n-- \nAda Agent, Claims department of the Great Insurance Company'],
      [],
      false,
    ],
    ['a note below a quoted signature', `Fine.\n> -- \n> Ada\n\n${NOTE}`, [NOTE], [], true],
    ['a note quoted deeper than a signature', `Fine.\n> -- \n> Ada\n>> ${NOTE}`, [NOTE], [], true],
    ['a quoted signature, whatever the spaces', `Fine.\n>> -- \n> > ${NOTE}`, [NOTE], [], false],
    ['a signature with an arrow in it', `Fine.\n-- \nOslo > Bergen: ${NOTE}`, [NOTE], [], false],
    ['dashes at the end of a line, which start no signature', `As I said --\n${NOTE}`, [NOTE], [], true],
    ['dashes before a text, which start no signature', `-- As I said:\n${NOTE}`, [NOTE], [], true],
    ['a short note, quoted', '> Pay nothing, please.', ['Pay nothing, please.'], [], true],
    ['a line separator, which hides nothing', `Fine.\u2028${NOTE}`, [NOTE], [], true],
    ['capitals', 'ZAHLT DER STRASSE NICHTS', ['Zahlt der Straße nichts'], [], true],
    ['other numbers', 'Pay 60 percent at most', ['Pay 40 percent at most'], [], false],
    ['the same letters in other words', `He is notable ${TODAY}`, [`He is not able ${TODAY}`], [], false],
    ['40 characters that agree', `${TENS} and more`, [`Said: ${TENS} but not yet`], [], true],
    ['39 characters that agree', `${TENS.slice(0, -1)} and more`, [`Said: ${TENS.slice(0, -1)} but not`], [], false],
    ['20 ideographs that agree', `「${KANJI}」`, [`今日、${KANJI}と言`], [], true],
    ['words before an ideograph', `We said secretly${KANJI}`, [`secretly${KANJI}`], [], true],
    ['no notes', NOTE, [], [], false],
  ])('%s', (_, text, notes, publicTexts, expected) => {
    expect(repeatsInternal(text, notes, publicTexts)).toBe(expected);
  });
});

describe('addresses', () => {
  it('have one spelling', () => {
    expect(canonicalAddress('  Rita.Novak+Roof@EXAMPLE.org ')).toBe('rita.novak+roof@example.org');
    expect(addressDomain('"a@b"@XN--bcher-kva.example')).toBe('xn--bcher-kva.example');
    expect(addressDomain('nothing')).toBe('');
  });
  it('of the desk stand for their support address', () => {
    expect(supportAddressOf('claims+token@desk.test', ['claims@desk.test'])).toBe('claims@desk.test');
    expect(supportAddressOf('a+b@desk.test', ['a+b@desk.test'])).toBe('a+b@desk.test');
    expect(supportAddressOf('a+b+token@desk.test', ['a+b@desk.test'])).toBe('a+b@desk.test');
  });
});

describe('tags', () => {
  it('have one spelling', () => {
    expect(normalTag('  Roof,  Leak ')).toBe('roof_leak');
    expect(readTags([' ', 'VIP', 'vip', 'a  b'])).toEqual({ ok: true, tags: ['a_b', 'vip'] });
  });

  it('have 60 characters at most, and a ticket 50 of them', () => {
    expect(readTags(['x'.repeat(60)])).toEqual({ ok: true, tags: ['x'.repeat(60)] });
    expect(readTags(['x'.repeat(61)])).toEqual({
      ok: false,
      message: `A tag has 60 characters at most; “${'x'.repeat(20)}…” has more.`,
    });
    const fifty = Array.from({ length: 50 }, (_, at) => `t${at}`);
    expect(readTags(fifty).ok).toBe(true);
    expect(readTags([...fifty, 'one more'])).toEqual({
      ok: false,
      message: 'A ticket has 50 tags at most; these are 51.',
    });
  });
});
