import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { exportL10n, l10nBundle } from './exportL10n.mjs';

it('the bundle holds every sentence, and no other: "npm run l10n" writes it anew', async () => {
  expect(readFileSync(l10nBundle, 'utf8')).toBe(await exportL10n());
});
