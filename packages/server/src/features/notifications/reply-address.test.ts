import { describe, expect, it } from 'vitest';
import { makeReplyToken, replyAddressOf } from './reply-address.ts';

describe('a signed reply address', () => {
  it('holds 128 bits in 26 characters', () => {
    expect(makeReplyToken(Buffer.alloc(16, 0))).toBe('a'.repeat(26));
    expect(makeReplyToken(Buffer.alloc(16, 255))).toBe(`${'7'.repeat(25)}4`);
    expect(new Set(Array.from({ length: 1_000 }, () => makeReplyToken())).size).toBe(1_000);
  });

  it('keeps the local part within 64 octets, by another support address or without a token', () => {
    const token = 'a'.repeat(26);
    const long = `${'x'.repeat(38)}@example.com`;
    expect(replyAddressOf([`${'x'.repeat(37)}@example.com`], token)).toBe(`${'x'.repeat(37)}+${token}@example.com`);
    expect(replyAddressOf([long, 'claims@example.com'], token)).toBe(`claims+${token}@example.com`);
    expect(replyAddressOf([long], token)).toBe(long);
    expect(replyAddressOf([], token)).toBeNull();
  });
});
