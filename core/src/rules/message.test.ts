import { describe, expect, it } from 'vitest';
import { excerpt } from './excerpt';
import { formatMessage, severityOf } from './message';

describe('a message', () => {
  it('has its arguments filled in', () => {
    expect(formatMessage('dataset/container-name', 'too-long', ['70'])).toBe(
      'The name has 70 characters. Use at most 63.',
    );
  });

  it('takes an argument as it is, even one that looks like a placeholder', () => {
    expect(formatMessage('dataset/container-name', 'too-short', ['{1}$&'])).toContain('"{1}$&"');
  });

  it('is translated before it is filled', () => {
    const german = (template: string): string =>
      template.startsWith('The name has') ? 'Der Name hat {0} Zeichen.' : template;
    expect(formatMessage('dataset/container-name', 'too-long', ['70'], german)).toBe('Der Name hat 70 Zeichen.');
  });

  it('shows no secret that has slipped into it, whatever its form', () => {
    const key = '060456-014509-132033-080300-252615-584177-672089-411631';
    const storageKey = `${'Ab1+'.repeat(21)}Ab==`;
    for (const secret of [
      key,
      key.replaceAll('-', ''),
      key.replaceAll('-', ' '),
      key.slice(0, -7),
      key.replace('132033', '13203'),
      storageKey,
      'https://x.blob.core.windows.net/c?sv=1&sig=SECRET%3D',
    ]) {
      const message = formatMessage('csv/column-unknown', 'default', [secret, 'A, B']);
      for (const part of ['014509', '132033', 'Ab1+', 'SECRET']) expect(message, secret).not.toContain(part);
    }
  });

  it('has the severity of its rule, or its own', () => {
    expect(severityOf({ code: 'dataset/blob-name', variant: 'character' })).toBe('error');
    expect(severityOf({ code: 'dataset/blob-name', variant: 'ends-with-dot' })).toBe('warning');
    expect(severityOf({ code: 'driveset/too-many-drives' })).toBe('error');
    expect(severityOf({ code: 'driveset/too-many-drives', variant: 'job' })).toBe('information');
  });

  it('does not exist for a variant that the catalogue does not have', () => {
    expect(() => formatMessage('csv/no-records', 'nonsense')).toThrow('no message variant "nonsense"');
  });
});

describe('an excerpt', () => {
  it.each([
    ['BlobBlock', '"BlobBlock"'],
    ['two\nlines', '"two lines"'],
    ['https://x?sig=secret', '"https://…"'],
    ['060456-014509-132033-080300-252615-584177-672089-411631', '"060456-0…"'],
  ])('of %j is %s', (text, shown) => {
    expect(excerpt(text)).toBe(shown);
  });
});
