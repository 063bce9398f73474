import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exportL10n, l10nBundle } from './exportL10n.mjs';
import { projectRoot } from './projectInstall.mjs';

it('the bundle holds every sentence, and no other: "npm run l10n" writes it anew', async () => {
  expect(readFileSync(l10nBundle, 'utf8')).toBe(await exportL10n());
});

const read = (...path) => JSON.parse(readFileSync(join(projectRoot, ...path), 'utf8'));

/** What a translation has to keep: placeholders, icons and commands in links, in any order. */
const fixedParts = (text) => [...new Set(text.match(/\{\d+\}|\$\([\w-]+\)|\(command:[\w.-]+\)/g) ?? [])].sort();

const bundles = readdirSync(join(projectRoot, 'l10n'))
  .filter((name) => /^bundle\.l10n\.[\w-]+\.json$/.test(name))
  .map((name) => [name, read('l10n', 'bundle.l10n.json'), read('l10n', name)]);
const manifests = readdirSync(projectRoot)
  .filter((name) => /^package\.nls\.[\w-]+\.json$/.test(name))
  .map((name) => [name, read('package.nls.json'), read(name)]);

it('German is there', () => {
  expect([...bundles, ...manifests].map(([name]) => name)).toEqual(['bundle.l10n.de.json', 'package.nls.de.json']);
});

describe.each([...bundles, ...manifests])('%s', (_, english, translated) => {
  it('has every text, and no other', () => {
    expect(Object.keys(translated).sort()).toEqual(Object.keys(english).sort());
  });

  it('leaves none empty, and keeps what is put in', () => {
    const changed = Object.keys(english).filter((key) => {
      const text = translated[key] ?? '';
      return text.trim() === '' || String(fixedParts(text)) !== String(fixedParts(english[key]));
    });
    expect(changed).toEqual([]);
  });
});
