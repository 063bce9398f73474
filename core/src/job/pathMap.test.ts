import { describe, expect, it } from 'vitest';
import { toMachinePath } from './pathMap';

describe('A path in a CSV', () => {
  it('is looked for where the longest mapping says', () => {
    const rules = { windows: false, map: { 'F:\\': '/srv/data/', 'f:\\photos': '/mnt/photos' } };
    expect(toMachinePath('F:\\Music\\a b.mp3', rules)).toBe('/srv/data/Music/a b.mp3');
    expect(toMachinePath('F:\\Photos\\2019\\', rules)).toBe('/mnt/photos/2019/');
  });

  it('is of this machine where it has the form of its paths', () => {
    expect(toMachinePath('/srv/a', { windows: false, map: {} })).toBe('/srv/a');
    expect(toMachinePath('F:\\a', { windows: false, map: {} })).toBeUndefined();
    expect(toMachinePath('F:\\a', { windows: true, map: {} })).toBe('F:\\a');
    expect(toMachinePath('\\\\server\\share\\a', { windows: true, map: {} })).toBe('\\\\server\\share\\a');
    expect(toMachinePath('/srv/a', { windows: true, map: {} })).toBeUndefined();
  });
});
