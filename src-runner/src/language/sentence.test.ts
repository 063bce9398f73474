import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { sentence, speakLanguageOf, translate, TRANSLATIONS_VARIABLE } from './sentence';

afterEach(() => {
  speakLanguageOf({});
});

function speak(file: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'sneakernet-language-'));
  const path = join(folder, 'de.json');
  writeFileSync(path, file);
  try {
    speakLanguageOf({ [TRANSLATIONS_VARIABLE]: path });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const german = JSON.stringify({ '{0} has {1} bytes.': '{1} Byte hat {0}.', 'It is gone.': 'Es ist fort.' });

describe('A sentence', () => {
  it('is what it reads like, where there is no translation', () => {
    fc.assert(
      fc.property(fc.string(), fc.bigInt(), (path, length) => {
        expect(sentence`${path} has ${length} bytes.`).toBe(`${path} has ${length} bytes.`);
      }),
    );
  });

  it('is said in the language that the environment asks for, each part in its place', () => {
    speak(german);
    expect(sentence`It is gone.`).toBe('Es ist fort.');
    expect(sentence`${'a.csv'} has ${7} bytes.`).toBe('7 Byte hat a.csv.');
    expect(translate('It is gone.')).toBe('Es ist fort.');
  });

  it('never takes what is put in for a part of itself', () => {
    speak(german);
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('{0}', '{1}', '{2}', '$&', '$1', 'a', '\\') }), (path) => {
        expect(sentence`${path} has ${1} bytes.`).toBe(`1 Byte hat ${path}.`);
        expect(sentence`${path} is known to nobody.`).toBe(`${path} is known to nobody.`);
      }),
    );
  });

  it.each(['', 'no JSON', 'null', '[]', '{"It is gone.": 7}'])(
    'stays English with translations that are none: %j',
    (file) => {
      speak(file);
      expect(sentence`It is gone.`).toBe('It is gone.');
    },
  );
});
