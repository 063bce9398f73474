import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { sentence, TRANSLATIONS_VARIABLE } from './sentence';
import type * as language from './sentence';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
});

/** The language is fixed when a process starts; here the module is loaded anew. */
async function inLanguage(file: string): Promise<typeof language> {
  vi.resetModules();
  const folder = mkdtempSync(join(tmpdir(), 'sneakernet-language-'));
  const path = join(folder, 'de.json');
  writeFileSync(path, file);
  vi.stubEnv(TRANSLATIONS_VARIABLE, path);
  try {
    return await import('./sentence');
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

  it('is said in the language of the process, each part in its place', async () => {
    const { sentence: say, translate } = await inLanguage(german);
    expect(say`It is gone.`).toBe('Es ist fort.');
    expect(say`${'a.csv'} has ${7} bytes.`).toBe('7 Byte hat a.csv.');
    expect(translate('It is gone.')).toBe('Es ist fort.');
  });

  it('never takes what is put in for a part of itself', async () => {
    const { sentence: say } = await inLanguage(german);
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('{0}', '{1}', '{2}', '$&', '$1', 'a', '\\') }), (path) => {
        expect(say`${path} has ${1} bytes.`).toBe(`1 Byte hat ${path}.`);
        expect(say`${path} is known to nobody.`).toBe(`${path} is known to nobody.`);
      }),
    );
  });

  it.each(['', 'no JSON', 'null', '[]', '{"It is gone.": 7}'])(
    'stays English with translations that are none: %j',
    async (file) => {
      const { sentence: say } = await inLanguage(file);
      expect(say`It is gone.`).toBe('It is gone.');
    },
  );
});
