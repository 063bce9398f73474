import type { RuleTable } from '../rule';

/** Problems of a header. */
export const csvColumnRules = {
  // {0}: the header to write. Span: the first record.
  'csv/header-missing': {
    severity: 'error',
    summary: 'The first line is not a header.',
    messages: { default: 'The first line already contains data. Add the header above it: {0}' },
    explanation: 'The tool treats the first line as the header whatever it contains, so its data would be skipped.',
    fixable: true,
  },

  // No arguments. Span: the line.
  'csv/line-before-header': {
    severity: 'error',
    summary: 'There is a line above the header.',
    messages: {
      default:
        'The tool reads the first line as the header, but this line is something else, and the header is further down. Remove this line.',
    },
    explanation:
      'A title, a comment or the line `sep=,`, which spreadsheet programs understand, is not part of a dataset or driveset. The tool looks for its columns in the first line, finds none of them, and treats the header as data.',
    fixable: true,
  },

  // default: {0} the column as written, {1} the known columns, separated by ", "; nearest: {0} as written, {1} the
  // nearest column.
  // Span: the header's field.
  'csv/column-unknown': {
    severity: 'error',
    summary: 'The header names a column that the tool does not know.',
    messages: {
      default: 'There is no column "{0}". The columns are: {1}.',
      nearest: 'There is no column "{0}". Use {1}.',
    },
    explanation:
      'Columns are identified by name, and the names must be spelled exactly as documented: same letters, same case, no spaces.',
    fixable: true,
  },

  // {0}: the column. Span: the header's end.
  'csv/column-missing': {
    severity: 'error',
    summary: 'The header lacks a required column.',
    messages: { default: 'The column {0} is missing. Add it to the header, and add its value to every record.' },
    explanation:
      'Without this column, the tool does not know what to copy, where to copy it, or how to prepare a drive.',
    fixable: true,
  },

  // {0}: the column. Span: the second of the two.
  'csv/column-duplicate': {
    severity: 'error',
    summary: 'The header names a column twice.',
    messages: { default: 'The column {0} already exists. Remove one of the two, along with its values.' },
    explanation: 'If two columns have the same name, it is undefined which value counts.',
    fixable: false,
  },

  // {0}: the header in the documented order. Span: the first column out of order.
  'csv/column-order': {
    severity: 'warning',
    summary: 'The columns are not in the documented order.',
    messages: { default: 'The columns are not in the documented order. Use: {0}' },
    explanation:
      'The documentation shows the columns in one order only, and a version of the tool that identifies columns by position instead of by name would confuse them. The fix reorders the header and every record.',
    fixable: true,
  },
} as const satisfies RuleTable;
