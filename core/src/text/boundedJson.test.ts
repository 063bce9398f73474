import { describe, expect, it } from 'vitest';
import { isNestedTooDeep, parseJson, parseJsonTree } from './boundedJson';

describe('JSON that is nested too deep', () => {
  it.each(['[', '{"a":', '[{"a":', '"x"[', '/* */[', '//\n['])('is not read, as %j many times', (unit) => {
    const text = unit.repeat(6000);
    expect(parseJson(text)).toBeUndefined();
    expect(parseJsonTree(text)).toBeUndefined();
    expect(parseJson(`}${']'.repeat(9)}${text}`)).toBeUndefined();
  });

  it('is not what only looks so', () => {
    for (const text of [
      `"${'['.repeat(6000)}"`,
      `//${'['.repeat(6000)}\n1`,
      `/*${'[*'.repeat(6000)}*/ 1`,
      `[${'[],'.repeat(6000)}]`,
      `"\\"${'{'.repeat(6000)}"`,
    ])
      expect(isNestedTooDeep(text)).toBe(false);
    expect(parseJson('{ "a": [1, { "b": 2 }] }')).toEqual({ a: [1, { b: 2 }] });
  });

  it('is told in one pass, also where nothing is closed', () => {
    for (const unit of ['"', '"\\', '/*', '/', '"a\n', '/**'])
      expect(isNestedTooDeep(unit.repeat(300_000))).toBe(false);
  });
});
