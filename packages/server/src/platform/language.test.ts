import { describe, expect, it } from 'vitest';
import { languageOfMail, languageOfText } from './language.ts';

describe('the language of a text', () => {
  it.each([
    ['お世話になっております。屋根から水が漏れています。', 'ja'],
    ['山田です。Roof claim の件、photo.jpg を送ります。よろしくお願いいたします。', 'ja'],
    ['Dobrý den, přestala nám téct voda a řeší se to už týden. Děkuji.', 'cs'],
    ['Dobry den, prosim o pomoc, dekuji, muzete to jeste dnes', 'cs'],
    ['Hello, the roof is leaking. Can you please help?', 'en'],
    ['Guten Tag, unser Dach ist undicht.', null],
    ['Dobrý deň, prosím, kôň a ľad, ďakujem', null],
    ['我的屋顶漏水了，请帮忙。', null],
    ['The photos of 東京タワー are attached, please have a look and thanks for your help with this', 'en'],
    ['OK', null],
    ['', null],
  ])('%j is %s', (text, language) => {
    expect(languageOfText(text)).toBe(language);
  });

  it('is what the mail says it is, or else what its words say', () => {
    const said = (value: string) => ({ headers: [{ key: 'content-language', value }], visibleText: 'お願いします。' });
    expect(languageOfMail(said('cs-CZ'))).toBe('cs');
    expect(languageOfMail(said('EN-us, ja'))).toBe('en');
    expect(languageOfMail(said('de'))).toBe('ja');
    expect(languageOfMail({ headers: [], visibleText: 'お願いします。' })).toBe('ja');
  });
});
