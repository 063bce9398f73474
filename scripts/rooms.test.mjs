import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { rooms } from '../.dependency-cruiser.mjs';

/** The rooms of a part according to the table in the documentation. */
function documented(part) {
  const [, row] = new RegExp(`^\\| \`${part}/src/\` \\| (.*?)(?: · what stands in .*)? \\|$`, 'm').exec(
    readFileSync(new URL('../docs/architecture.md', import.meta.url), 'utf8'),
  );
  return row.split(' · ').map((line) => line.replaceAll('`', ''));
}

describe('the rooms of the documentation', () => {
  it.each(Object.keys(rooms))('are those that lint knows of %s', (part) => {
    expect(documented(part)).toEqual(rooms[part]);
  });
});
