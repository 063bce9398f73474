import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskedBeginning, maskSecrets } from './maskSecrets';

const KEY = '060456-132033-400235-117513-353782-605033-166287-411631';
const STORAGE_KEY = `${'aB3+/x'.repeat(14)}xy==`;

describe('What is shown of a text with secrets', () => {
  it('says of a BitLocker key which one it is, and no more', () => {
    expect(maskSecrets(`key ${KEY}, again ${KEY}.`)).toBe('key 060456-••••••-…-411631, again 060456-••••••-…-411631.');
  });

  it.each(['', ' ', '_', '.', ',', ' - ', '–', '\u00a0', '\\-', '%2D', '\n'])(
    'hides a key with %j between its groups',
    (separator) => {
      expect(maskSecrets(`x ${KEY.replaceAll('-', separator)} y`)).toBe('x •••••• y');
    },
  );

  it.each([
    `${KEY}-123456`,
    KEY.slice(0, -1),
    KEY.slice(7),
    KEY.replace('132033', '13203'),
    KEY.slice(0, 40),
    `${KEY.slice(0, 45)}…`,
  ])('hides the most of a key, as in %s', (text) => {
    expect(maskSecrets(text)).not.toMatch(/400235|117513/);
  });

  it('hides the signature of a SAS, wherever the address stands', () => {
    expect(maskSecrets('https://a.example/c?sv=1&sig=abc%2Fdef&se=2')).toBe('https://a.example/c?sv=1&sig=••••••&se=2');
    expect(maskSecrets('"sv=1&amp;SIG=abc%2Fdef"')).toBe('"sv=1&amp;SIG=••••••"');
    expect(maskSecrets('u=https%3A%2F%2Fa%3Fsv%3D1%26sig%3Dabc%252F')).toBe(
      'u=https%3A%2F%2Fa%3Fsv%3D1%26sig%3D••••••',
    );
  });

  it.each([
    STORAGE_KEY,
    encodeURIComponent(STORAGE_KEY),
    STORAGE_KEY.replaceAll('/', '\\/'),
    STORAGE_KEY.replaceAll('+', '\\u002b'),
    STORAGE_KEY.replaceAll('+', '-').replaceAll('/', '_'),
  ])('hides a storage account key spelled %s', (key) => {
    expect(maskSecrets(`x,${key},y`)).toBe('x,••••••,y');
    expect(maskSecrets(`AccountName=a;AccountKey=${key};Suffix=b`)).toBe('AccountName=a;AccountKey=••••••;Suffix=b');
  });

  it.each([
    ['BitLockerKey: QQBCAEMARABFAEYARwBIAEkASgBLAEwATQBOAE8APQA9', 'BitLockerKey: ••••••'],
    ['<BitLockerKey>QQBCAEMARABFAEYARwBIAEkASg==</BitLockerKey>', '<BitLockerKey>••••••</BitLockerKey>'],
    ['"bitLockerKey": "QQBCAEMARABFAEYARwBI\\/kASg=="', '"bitLockerKey": "••••••"'],
    [
      'WAImportExport Unlock /bk:QQBCAEMARABFAEYARwBIAEkASgBLAEwATQBO /driveLetter:e',
      'WAImportExport Unlock /bk:•••••• /driveLetter:e',
    ],
    ['x QQBCAEMARABFAEYARwBIAEkASgBLAEwATQBOAE8AUAB= y', 'x •••••• y'],
    ['BitLockerKey is missing', 'BitLockerKey is missing'],
    ['/bk:<48 digits>', '/bk:<48 digits>'],
  ])('hides an external key: %s', (text, expected) => {
    expect(maskSecrets(text)).toBe(expected);
    expect(maskSecrets(expected)).toBe(expected);
  });

  it.each([
    '1000204886016 bytes',
    '2025-04-20 18:20:00',
    '123456-123456',
    '100000, 200000, 300000, 400000, 500000',
    'F:\\design=3\\a.txt',
    'ab'.repeat(32),
    'Q2hlY2sgSW50ZWdyaXR5IQ==',
  ])('leaves %s alone', (text) => {
    expect(maskSecrets(text)).toBe(text);
  });

  it('stays the same when it is masked once more', () => {
    const piece = fc.constantFrom(KEY, STORAGE_KEY, 'sig=', 'AccountKey=', '-', ' ', '&', '123456', 'é', '"');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const masked = maskSecrets(pieces.join(''));
        expect(masked).not.toContain('132033');
        expect(masked).not.toContain(STORAGE_KEY);
        expect(maskSecrets(masked)).toBe(masked);
      }),
    );
  });

  it('is cut where it is masked already', () => {
    const text = `${'a'.repeat(20)} ${KEY} b`;
    for (let length = 0; length < text.length; length++) {
      const beginning = maskedBeginning(text, length);
      expect(maskSecrets(text).startsWith(beginning)).toBe(true);
      expect(beginning).not.toContain('132033');
    }
    expect(maskedBeginning('a '.repeat(1e6), 1e6).length).toBeLessThan(1e5);
  });

  it('is told in a time that grows with its length', () => {
    // A pattern with unbounded lookahead would not finish.
    for (const unit of ['1', '/bk:', 'BitLockerKey ', '123456-', 'sig', 'a', '%2', '\\', ' '])
      expect(maskSecrets(unit.repeat(300_000)).length).toBeGreaterThan(0);
  });
});
