import { describe, expect, it } from 'vitest';
import { splitSignature } from '../../src/platform/mail/parse/split-signature.ts';

const signer = { name: 'Nora Lind', address: 'nora.lind@example.com' };
const split = (...lines: string[]) => splitSignature(lines.join('\n'), signer);

/** A letter with these last lines. */
const letter = (...signature: string[]) => split('The roof leaks.', '', 'Please send somebody.', '', ...signature);

describe('a signature', () => {
  it.each([
    ['Best regards,', 'Nora'],
    ['Thanks & kind regards', '', 'Nora Lind', 'Lind Ltd.', '+44 20 7946 0000'],
    ['Thank you,', 'Nora'],
    ['Cheers'],
    ['Mit freundlichen Grüßen', 'Nora Lind'],
    ['Viele Grüße', 'i. A. Nora Lind'],
    ['Mit freundlichen Gruessen'],
    ['MfG'],
    ['Bien cordialement,', 'Nora LIND'],
    ['Un cordial saludo', 'Nora'],
    ['Cordiali saluti', 'Nora'],
    ['Atenciosamente,', 'Nora'],
    ['Met vriendelijke groet,', 'Nora'],
    ['Med vänliga hälsningar', 'Nora'],
    ['Mvh Nora'],
    ['Med venlig hilsen', 'Nora'],
    ['Ystävällisin terveisin', 'Nora'],
    ['Z poważaniem', 'Nora'],
    ['S pozdravem', 'Nora'],
    ['Üdvözlettel:', 'Nora'],
    ['С уважением,', 'Нора'],
    ['З повагою,', 'Нора'],
    ['Με εκτίμηση', 'Νόρα'],
    ['Saygılarımla', 'Nora'],
    ['敬具', '織田'],
    ['祝好', '诺拉'],
    ['감사합니다', '노라'],
    ['-- ', 'Nora', 'any text of any length below the mark of RFC 3676, which programs put there themselves, is one'],
    ['-----------------', 'Nora Lind', 'Lind Ltd.'],
    ['＝＝＝＝＝＝＝＝', '織田信長', '電話 03-0000-0000'],
    ['Nora Lind', 'Head of Roofs', 'www.example.com'],
    ['/Nora'],
    ['-Nora Lind'],
    ['Sent from my iPhone'],
    ['Von meinem iPhone gesendet'],
    ['Envoyé de mon iPhone'],
    ['iPhoneから送信'],
    ['Get Outlook for iOS<https://aka.ms/o0ukef>'],
    ['Best, ', 'Nora', '', `CONFIDENTIALITY NOTICE: ${'this message is meant for nobody but you. '.repeat(9)}`],
  ])('begins with %j', (...signature) => {
    expect(letter(...signature)).toEqual({
      text: 'The roof leaks.\n\nPlease send somebody.',
      signature: signature.join('\n').trim(),
    });
  });

  it.each([
    ['thanks without a name', ['Thanks!']],
    ['thanks in the last sentence', ['Thank you for your help.']],
    ['an afterthought below it', ['Best regards,', 'Nora', '', 'PS: the ladder is in the garage.']],
    ['a question below it', ['Regards,', 'Nora', '', 'When will you come?']],
    [
      'a long line below it',
      ['Regards,', 'Nora', '', `One more thing, ${'and it is important, '.repeat(5)}so read on.`],
    ],
    ['a list', ['- Tiles', '- Nails']],
    ['names in a list', ['-Nora', '-Otto']],
    ['a sentence about where it was sent from', ['Sent from my desk, is much easier than my mobile phone.']],
    ['two dashes within a line', ['It broke -- this is no signature.']],
    ['a line drawn at the very end', ['----------']],
    [
      'a name in the middle',
      ['Nora', '', 'The roof leaks again. It did so last year as well. Please, I beg you, send somebody at once.'],
    ],
  ])('is not: %s', (_, lines) => {
    expect(letter(...lines)).toMatchObject({ signature: null });
  });

  it('leaves a text: what is nothing else is the text', () => {
    for (const lines of [['Best regards,', 'Nora'], ['-- ', 'Nora'], ['Sent from my iPhone'], ['']]) {
      expect(split(...lines)).toEqual({ text: lines.join('\n'), signature: null });
    }
  });

  it('is looked for in the last lines alone, and hostile texts take no time', () => {
    const long = `Regards,\n${'x\n'.repeat(100)}`;
    expect(splitSignature(long).signature).toBeNull();
    const started = performance.now();
    for (const hostile of [
      'A '.repeat(50_000),
      '-'.repeat(100_000),
      'Best regards '.repeat(20_000),
      ' \n'.repeat(50_000),
      'A.'.repeat(39),
    ]) {
      splitSignature(`x\n\n${hostile}`, signer);
      splitSignature(`x\n\n${`${hostile.slice(0, 79)}\n`.repeat(60)}`, signer);
    }
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
