import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base64Length, fromBase64, toBase64 } from './base64';
import { toHex, toUpperHex } from './hex';

const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 70 }),
  fc.uint8Array({ minLength: 700, maxLength: 2000, size: 'max' }),
);

describe('Base64', () => {
  it('is what Node makes, without the padding', () => {
    fc.assert(
      fc.property(bytes, (data) => {
        const text = toBase64(data);
        expect(text).toBe(Buffer.from(data).toString('base64').replace(/=+$/, ''));
        expect(text).toHaveLength(base64Length(data.length));
        expect(toBase64(Uint8Array.from([1, ...data, 2]), 1, data.length + 1)).toBe(text);
        const back = new Uint8Array(data.length);
        expect(fromBase64(`..${text}rest`, 2, back)).toBe(true);
        expect(back).toEqual(data);
      }),
    );
  });

  it('refuses what is too short, no base64, or has bits over', () => {
    const into = new Uint8Array(16);
    expect(fromBase64('A'.repeat(21), 0, into)).toBe(false);
    expect(fromBase64(`${'A'.repeat(21)}=`, 0, into)).toBe(false);
    expect(fromBase64(`${'A'.repeat(21)}é`, 0, into)).toBe(false);
    expect(fromBase64(`${'A'.repeat(21)}B`, 0, into)).toBe(false);
    expect(fromBase64('A'.repeat(22), 0, into)).toBe(true);
  });
});

describe('Base16', () => {
  it('is what Node makes', () => {
    fc.assert(
      fc.property(bytes, (data) => {
        expect(toHex(data)).toBe(Buffer.from(data).toString('hex'));
        expect(toUpperHex(data)).toBe(Buffer.from(data).toString('hex').toUpperCase());
      }),
    );
  });
});
