import { describe, expect, test } from 'vitest';
import { looksLike, mixedScripts, plainDomain } from '../../src/platform/mail/authenticate/lookalike-domain.ts';

describe('a domain that looks like another', () => {
  test.each([
    ['раypal.example', 'paypal.example'],
    ['ехаmрӏе.com', 'example.com'],
    ['bànk.example', 'bank.example'],
    ['ḅank.example', 'bank.example'],
    ['xn--bnk-6cd.example', 'bank.example'],
    ['gооgle.example', 'google.example'],
    ['ɡoogle.example', 'google.example'],
    ['ꓮpple.example', 'apple.example'],
    ['ⲟffice.example', 'office.example'],
    ['rnicrosoft.example', 'microsoft.example'],
    ['paypa1.example', 'paypal.example'],
    ['0ffice.example', 'office.example'],
    ['vvork.example', 'work.example'],
    ['Bank.example', 'bänk.example'],
  ])('%s is taken for %s', (one, other) => {
    expect(looksLike(one, other)).toBe(true);
  });

  test.each([
    ['bank.example', 'bank.example'],
    ['BANK.example', 'bank.example'],
    ['xn--bnk-6cd.example', 'bаnk.example'],
    ['bunk.example', 'bank.example'],
    ['bank.example.org', 'bank.example'],
    ['банк.example', 'bank.example'],
    ['', 'bank.example'],
  ])('%s is not taken for %s', (one, other) => {
    expect(looksLike(one, other)).toBe(false);
  });

  test('is written plainly', () => {
    expect(plainDomain('раураӏ.example')).toBe('paypal.example');
    expect(plainDomain('bank.example')).toBe('bank.example');
  });
});

describe('a domain that mixes scripts', () => {
  test.each([
    ['раypal.example', ['Cyrillic', 'Latin']],
    ['xn--bnk-6cd.example', ['Latin', 'Cyrillic']],
    ['αpple.example', ['Greek', 'Latin']],
    ['shop.bаnk.example', ['Latin', 'Cyrillic']],
  ])('%s mixes %j', (domain, scripts) => {
    expect(mixedScripts(domain)).toEqual(scripts);
  });

  test.each([
    'bank.example',
    'bücher.example',
    'банк.example',
    'банк-24.рф',
    '日本語.jp',
    'sonyストア.jp',
    'コーヒーshop.jp',
    'ελλάδα.gr',
    '한국hangul.kr',
    '中文bank.cn',
    'ไทย.th',
    '123.example',
    '',
  ])('%s mixes none', (domain) => {
    expect(mixedScripts(domain)).toEqual([]);
  });
});
