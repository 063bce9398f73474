import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseRuleConfiguration } from '#core/rules/ruleConfiguration';
import { freeName, sampleConfiguration, sampleFiles } from './sampleFiles';

describe('the sample job', () => {
  it('has every file of the folder samples', () => {
    const folder = fileURLToPath(new URL('../../../../samples', import.meta.url));
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(
      files.map(({ parentPath, name }) => relative(folder, join(parentPath, name)).replaceAll('\\', '/')).sort(),
    ).toEqual([...sampleFiles].sort());
  });

  it('says where its sources lie in a way that the rules understand', () => {
    expect(parseRuleConfiguration(sampleConfiguration('/home/jo "x"/sources'))).toMatchObject({
      pathMap: { 'F:\\': '/home/jo "x"/sources' },
    });
  });

  it('takes a folder of its own', () => {
    expect(freeName('sample', new Set())).toBe('sample');
    expect(freeName('sample', new Set(['sample', 'sample-2']))).toBe('sample-3');
  });
});
