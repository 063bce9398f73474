import { describe, expect, it } from 'vitest';
import { localizer } from './localize';

describe('a sentence of the server', () => {
  it('is said in the language of the translations, with its arguments', () => {
    expect(localizer({ '{0} of {1} drives': '{0} von {1} Laufwerken' })('{0} of {1} drives', 2, 'F')).toBe(
      '2 von F Laufwerken',
    );
  });

  it('stays English where nobody has translated it', () => {
    expect(localizer()('Fix all {0} in this file', 'csv/quote')).toBe('Fix all csv/quote in this file');
    expect(localizer({})('toString')).toBe('toString');
  });

  it('never reads an argument as a template', () => {
    expect(localizer()('{0}{1}', '{1}', 'x')).toBe('{1}x');
  });
});
