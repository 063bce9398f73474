import { describe, expect, it } from 'vitest';
import { includesCopy } from './copyOperation';
import type { CopyOperation } from './copyOperation';

const copy = (source: string, destination: string, ...manner: string[]): CopyOperation => ({
  source,
  destination,
  manner,
});

describe('A directory includes the copy of what lies in it', () => {
  const photos = copy('F:\\Photos\\', 'photos/', 'BlockBlob');

  it('where that goes to the same place', () => {
    expect(includesCopy(photos, copy('F:\\Photos\\2019\\', 'photos/2019/', 'BlockBlob'))).toBe(true);
    expect(includesCopy(photos, copy('f:\\photos\\2019\\cat.jpg', 'photos/2019/cat.jpg', 'BlockBlob'))).toBe(true);
  });

  it('not where it goes elsewhere, or in another manner', () => {
    expect(includesCopy(photos, copy('F:\\Photos\\2019\\', 'best/2019/', 'BlockBlob'))).toBe(false);
    expect(includesCopy(photos, copy('F:\\Photos\\2019\\', 'photos/2019', 'BlockBlob'))).toBe(false);
    expect(includesCopy(photos, copy('F:\\Photos\\2019\\', 'photos/2019/', 'PageBlob'))).toBe(false);
  });

  it('not where native paths differ in case', () => {
    expect(includesCopy(copy('/srv/a/', 'a/'), copy('/srv/A/b', 'a/b'))).toBe(false);
    expect(includesCopy(copy('/srv/a/', 'a/'), copy('/srv/a/b', 'a/b'))).toBe(true);
  });

  it('not in the root container, which takes no sub-directories', () => {
    expect(includesCopy(copy('F:\\a\\', '$root/'), copy('F:\\a\\b\\c', '$root/b/c'))).toBe(false);
    expect(includesCopy(copy('F:\\a\\', '$root/'), copy('F:\\a\\c', '$root/c'))).toBe(true);
  });
});
