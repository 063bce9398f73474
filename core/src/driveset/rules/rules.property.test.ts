import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testRecord, withEdits } from '../../../test/record';
import { formatMessage, severityOf } from '../../rules/message';
import { drivesetFindingsIn } from '../../../test/drivesetRow';

const key = '060456-014509-132033-080300-252615-584177-672089-411631';
const letter = fc.constantFrom('G', 'g', 'G:', 'G:\\', 'C', 'C:', '', 'GG', '1', ' H ');
const format = fc.constantFrom(
  'Format',
  'AlreadyFormatted',
  'format',
  'Formatted',
  'Fromat',
  '',
  'Encrypt',
  'Already Formatted',
);
const silent = fc.constantFrom('SilentMode', 'PromptOnFormat', 'silent', '', 'None', 'Silent Mode');
const encryption = fc.constantFrom(
  'Encrypt',
  'AlreadyEncrypted',
  'encrypt',
  'Encrypted',
  'alreadyencrypted',
  'Already Encrypted',
  '',
  'None',
  key,
);
const anyKey = fc.constantFrom(
  key,
  key.replace('132033', '132038'),
  key.replaceAll('-', ' '),
  key.replaceAll('-', '–'),
  key.replaceAll('-', ''),
  key.slice(7),
  key.replace('0', 'O'),
  '999999-'.repeat(7) + '999999',
  '',
  'None',
  'x'.repeat(300),
);
const row = fc.tuple(letter, format, silent, encryption, anyKey, fc.boolean()).map(([...fields]) =>
  fields
    .slice(0, 5)
    .map((field) => (fields[5] ? `"${field as string}"` : field))
    .join(','),
);

describe('the rules of a driveset row', () => {
  it('find every place inside the record, with a message that shows no part of a key', () => {
    fc.assert(
      fc.property(row, fc.boolean(), (line, tracked) => {
        for (const finding of drivesetFindingsIn(line, { tracked })) {
          expect(finding.start).toBeGreaterThanOrEqual(0);
          expect(finding.end).toBeLessThanOrEqual(line.length);
          expect(severityOf(finding)).toBeTruthy();
          const message = formatMessage(finding.code, finding.variant, finding.args);
          expect(message).not.toMatch(/\{\d\}/);
          expect(message.replaceAll('720885', '')).not.toMatch(/\d{5}/);
          for (const { title } of finding.fixes?.() ?? []) expect(title).not.toMatch(/\d{5}/);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('offer a first fix that removes its finding and adds none', () => {
    fc.assert(
      fc.property(row, fc.boolean(), (line, tracked) => {
        const before = drivesetFindingsIn(line, { tracked });
        for (const { code, variant, start, fixes } of before) {
          const [fix] = fixes?.() ?? [];
          if (fix === undefined) continue;
          const repaired = withEdits(line, fix.edits!);
          expect(testRecord(repaired)).toHaveLength(testRecord(line).length);
          const after = drivesetFindingsIn(repaired, { tracked });
          const label = `${code} ${fix.title}: ${line} -> ${repaired}`;
          expect(
            after.filter((finding) => finding.code === code && finding.variant === variant && finding.start === start),
            label,
          ).toEqual([]);
          const known = before.map((finding) => finding.code);
          expect(
            after.map((finding) => finding.code).filter((other) => !known.includes(other)),
            label,
          ).toEqual([]);
        }
      }),
      { numRuns: 5000 },
    );
  });
});
