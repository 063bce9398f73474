import { describe, expect, it } from 'vitest';
import { characterLength, characterName } from './characterName';

describe('the name of a character', () => {
  it.each([
    ['x', '"x"'],
    ['"', '"""'],
    ['\0', 'NUL'],
    ['\u0007', 'U+0007'],
    ['\t', 'a tab'],
    ['\r', 'a line end'],
    [' ', 'a space'],
    ['\u00a0', 'a no-break space'],
    ['\u200b', 'U+200B'],
    ['\ud800', 'U+D800'],
    ['\ue000', 'U+E000'],
    ['😀', '"😀"'],
    ['', ''],
  ])('%j is %s', (text, name) => {
    expect(characterName(text)).toBe(name);
  });

  it('counts two units for a pair', () => {
    expect(characterLength('a😀', 1)).toBe(2);
    expect(characterLength('a😀', 0)).toBe(1);
  });
});
