import { contentOf, contentSpan } from '../../csv/fieldContent';
import { contentEdit } from '../../csv/fieldEdit';
import { driveLetter } from '../../names/driveLetter';
import type { DrivesetRule } from '../drivesetRow';

export const driveLetterRule: DrivesetRule = {
  codes: ['driveset/drive-letter', 'driveset/drive-letter-system'],
  check({ driveLetter: field }, _context, report) {
    const text = contentOf(field);
    if (field === undefined || text === undefined) return;
    if (text === '') {
      report({ code: 'driveset/drive-letter', variant: 'missing', start: field.start, end: field.end });
      return;
    }
    const letter = driveLetter(text);
    const span = contentSpan(field, 0, text.length);
    if (letter === undefined) {
      report({ code: 'driveset/drive-letter', ...span });
      return;
    }
    if (text.length > 1) {
      report({
        code: 'driveset/drive-letter',
        variant: 'punctuation',
        args: [letter],
        ...contentSpan(field, 1, text.length),
        fixes: () => [
          {
            title: 'Change to {0}',
            args: [letter],
            certainty: 'certain',
            edits: [contentEdit(field, 0, text.length, letter)],
          },
        ],
      });
    }
    if (letter === 'C') report({ code: 'driveset/drive-letter-system', ...span });
  },
};
