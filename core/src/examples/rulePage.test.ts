import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { rulePage, rulePages } from './rulePage';

const docs = new URL('../../../docs/rules/', import.meta.url);

describe('the pages of the rules', () => {
  it.each([...rulePages()])('docs/rules/%s is what "npm run docs" writes', (path, page) => {
    expect(readFileSync(new URL(path, docs), 'utf8')).toBe(page);
  });

  it('are all there is in docs/rules', () => {
    const onDisk = readdirSync(docs, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => `${entry.parentPath}/${entry.name}`.replaceAll('\\', '/').replace(/^.*docs\/rules\/+/, ''));
    expect(onDisk.sort()).toEqual([...rulePages().keys()].sort());
  });

  it('show what cannot be seen, and cut what is too long', () => {
    expect(rulePage('csv/control-character')).toContain('␇');
    expect(rulePage('csv/more-findings')).toContain('more lines');
    expect(
      Math.max(
        ...rulePage('metadata/size')
          .split('\n')
          .map((line) => line.length),
      ),
    ).toBeLessThan(1000);
  });

  it('name the severity that a message has of its own', () => {
    expect(rulePage('dataset/root-container-subdirectories')).toContain('(error)');
  });
});
