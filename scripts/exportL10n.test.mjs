import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { exportL10n, l10nBundle } from './exportL10n.mjs';

it('the bundle holds every message of the client, and no other: "npm run l10n" writes it anew', () => {
  expect(readFileSync(l10nBundle, 'utf8')).toBe(exportL10n());
});
