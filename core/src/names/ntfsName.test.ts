import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ntfsNameKey, ntfsNameProblem } from './ntfsName';
import { ntfsUpCase } from './ntfsUpCase';

describe('a name on NTFS', () => {
  it.each([
    'a',
    'a.b.c',
    '.hidden',
    'x'.repeat(255),
    'CONSOLE',
    'COM10',
    'nulls.txt',
    'com.1',
    'e\u0301',
    '\u{1f600}',
    '\u{10ffff}',
    ' leading',
    'a b',
    '~$doc',
  ])('may be "%s"', (name) => {
    expect(ntfsNameProblem(name)).toBeUndefined();
  });

  it.each(Array.from('<>:"/\\|?*'))('may not hold %s', (character) => {
    expect(ntfsNameProblem(`ab${character}c`)).toEqual({
      kind: 'character',
      start: 2,
      end: 3,
      args: [`"${character}"`],
    });
  });

  it.each([
    ['', 'empty', 0, 0],
    ['a\u0000', 'character', 1, 2],
    ['\u001f', 'character', 0, 1],
    ['a\ud800b', 'half-character', 1, 2],
    ['\udc00', 'half-character', 0, 1],
    ['a.', 'ending', 1, 2],
    ['..', 'ending', 1, 2],
    ['a ', 'ending', 1, 2],
    ['x'.repeat(256), 'too-long', 255, 256],
    ['\u{1f600}'.repeat(128), 'too-long', 255, 256],
  ])('may not be %j: %s', (name, kind, start, end) => {
    expect(ntfsNameProblem(name)).toMatchObject({ kind, start, end });
  });

  it.each([
    'CON',
    'prn',
    'Aux',
    'nul',
    'CLOCK$',
    'conin$',
    'COM0',
    'com9',
    'LPT1',
    'lpt\u00b3',
    'COM\u00b9',
    'nul.txt',
    'nul.tar.gz',
    'con .txt',
    'aux ',
  ])('may not be the device %s', (name) => {
    expect(ntfsNameProblem(name)).toMatchObject({
      kind: 'reserved-name',
      start: 0,
      args: [name.replace(/ *(?:\..*)?$/, '')],
    });
  });

  it('has a key that ignores case, unit by unit', () => {
    expect(ntfsNameKey('Straße.TXT')).toBe('STRAßE.TXT');
    expect(ntfsNameKey('ÿ')).toBe('Ÿ');
    expect(ntfsNameKey('\u{10428}')).toBe('\u{10428}');
    expect(ntfsNameKey('é')).not.toBe(ntfsNameKey('e\u0301'));
  });

  it('has a key that is its own key', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        expect(ntfsNameKey(ntfsNameKey(name))).toBe(ntfsNameKey(name));
        expect(ntfsNameKey(name)).toHaveLength(name.length);
      }),
    );
  });

  it('has a key in which ASCII is in upper case', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii' }), (name) => {
        expect(ntfsNameKey(name)).toBe(name.toUpperCase());
      }),
    );
  });

  it('leaves surrogates alone', () => {
    for (let unit = 0xd800; unit < 0xe000; unit++) expect(ntfsUpCase[unit]).toBe(unit);
  });
});
