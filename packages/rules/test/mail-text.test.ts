import { describe, expect, it } from 'vitest';
import { addressDomain, canonicalAddress, readMailCommands, repeatsInternal, supportAddressOf } from '../src/index.ts';

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
