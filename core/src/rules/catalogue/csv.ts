import type { RuleTable } from '../rule';
import { csvColumnRules } from './csvColumns';

/** Problems in the text of a CSV, whatever its columns are. */
export const csvRules = {
  // No arguments. Span: the opening quote.
  'csv/unclosed-quote': {
    severity: 'error',
    summary: 'A quoted field is never closed.',
    messages: {
      default:
        'This quote is never closed, so the field would extend to the end of the file. Add a closing quote at the end of the value.',
    },
    explanation:
      'A field that begins with `"` extends to the next `"`, across commas and line ends. If that quote is missing, the tool reads everything that follows as one value. The checks continue at the next line that looks like a record.',
    fixable: true,
  },

  // default: a quote inside an unquoted field; after-closing-quote: text between a closing quote and the next comma.
  // Span: the quote, or the text after it.
  'csv/stray-quote': {
    severity: 'error',
    summary: 'A quote is neither at the beginning nor at the end of a quoted field.',
    messages: {
      default:
        'This quote is inside a field that does not begin with one. Remove it, or quote the whole field and double this quote.',
      'after-closing-quote': 'There is text after the closing quote. Move it before the quote, or remove it.',
    },
    explanation:
      'A field is either quoted as a whole or not at all; inside quotes, a quote is doubled (`""`). Programs disagree about anything else, so the value that reaches the drive depends on the program that reads it.',
    fixable: true,
  },

  // {0}: the character. Span: the character.
  'csv/smart-quote': {
    severity: 'error',
    summary: 'A typographic quote is used instead of a straight one.',
    messages: {
      default:
        'The typographic quote {0} does not quote a field: it becomes part of the value. Replace it with a straight quote (").',
    },
    explanation:
      'Word processors, mail programs and web pages turn `"` into “ and ”. To the tool, these are ordinary characters: they become part of the path, which then does not exist.',
    fixable: true,
  },

  // {0}: the delimiter's name, "semicolons" or "tabs". Span: the first of them in the header.
  'csv/delimiter': {
    severity: 'error',
    summary: 'The fields are not separated by commas.',
    messages: { default: 'This file separates its fields with {0}. Use commas: the tool accepts no other separator.' },
    explanation:
      'Spreadsheet programs save CSV files with the separator of the regional settings, which is a semicolon in much of Europe. The tool then sees one column with a long name.',
    fixable: true,
  },

  // {0}: fields of the record, {1}: columns of the header. Span: the surplus fields, or the end of the record.
  'csv/field-count': {
    severity: 'error',
    summary: 'A record has more or fewer fields than the header has columns.',
    messages: {
      'too-many':
        'The record has {0} fields, but the header has {1} columns. Remove the extra fields, or quote the value that contains a comma.',
      'too-few':
        'The record has {0} fields, but the header has {1} columns. Add a comma for each empty field that is missing.',
    },
    explanation:
      'Fields are assigned to columns by position, so one extra comma shifts every value after it into the wrong column. A path that contains a comma must be quoted.',
    fixable: false,
  },

  // {0}: fields of the record, {1}: columns of the header. Span: from the beginning of the second record to the end.
  'csv/joined-records': {
    severity: 'error',
    summary: 'One line contains two records.',
    messages: { default: 'A second record begins here, on the same line. Put it on a separate line.' },
    explanation:
      'A line end was lost, which happens when rows are copied from a web page. The tool would read one record with too many fields and skip the second one.',
    fixable: true,
  },

  // No arguments. Span: the spaces.
  'csv/space-around-delimiter': {
    severity: 'warning',
    summary: 'Spaces beside a comma become part of the value.',
    messages: {
      default: 'Spaces beside a comma become part of the value. Remove them.',
      'look-alike': 'There is {0} beside the comma here, which becomes part of the value. Remove it.',
    },
    explanation:
      'In this format, a space is an ordinary character. `, BlockBlob` is the value ` BlockBlob`, which is not a blob type; a quote after a space does not begin a quoted field.',
    fixable: true,
  },

  // No arguments. Span: the line.
  'csv/line-quoted': {
    severity: 'error',
    summary: 'A whole line is in quotes.',
    messages: { default: 'The quotes around this line turn all of it into one value. Remove them.' },
    explanation:
      'Shells produce such lines: `echo "…" >> dataset.csv` in the Windows command prompt writes the quotes too. Some exports also put another pair of quotes around each line. The tool reads one field where it expects several.',
    fixable: true,
  },

  // No arguments. Span: the value, from its first field to its last.
  'csv/value-unquoted-comma': {
    severity: 'error',
    summary: 'A value that contains a comma is not quoted.',
    messages: { default: 'This value contains a comma, so it ends there unless it is quoted. Put it in quotes.' },
    explanation:
      'A comma ends a field. A path that contains a comma is cut in two, and every value after it moves into the next column. If the columns show which fields belong together, the fix quotes them; otherwise, the record is only reported as having too many fields.',
    fixable: true,
  },

  // No arguments. Span: the character.
  'csv/byte-order-mark': {
    severity: 'error',
    summary: 'A byte order mark is inside the file.',
    messages: {
      default: 'There is a byte order mark (U+FEFF) here. It is invisible, but becomes part of the value. Remove it.',
    },
    explanation:
      'A byte order mark is allowed at the beginning of a file. When files are joined, by `copy /b` or by a script, the one from the second file ends up in the middle, where it is an ordinary character: the path that begins with it does not exist. Check whether the header of the second file was copied too.',
    fixable: true,
  },

  // {0}: the character's name, such as NUL or U+0007. Span: the character.
  'csv/control-character': {
    severity: 'error',
    summary: 'The file contains a control character.',
    messages: { default: 'There is a control character here: {0}. Remove it: no path, name or value can contain it.' },
    explanation:
      'Control characters are invisible. They come from text copied from a terminal, or from a file that is not text at all. If there are many of them, check that this is the right file.',
    fixable: false,
  },

  // utf-16: no arguments; invalid-utf-8: {0}: zero-based byte offset. Span: the file's first character.
  'csv/encoding': {
    severity: 'error',
    summary: 'The file is not UTF-8.',
    messages: {
      'utf-16': 'The file is UTF-16. Save it as UTF-8.',
      'invalid-utf-8':
        'The file is not valid UTF-8: the byte at offset {0} is not part of any character. Save it as UTF-8.',
    },
    explanation:
      'An editor shows such a file correctly because it guesses the encoding. The tool reads UTF-8, and finds either no header or names with wrong characters.',
    fixable: false,
  },

  // No arguments. Span: the header's last field.
  'csv/no-records': {
    severity: 'warning',
    summary: 'The file has only a header.',
    messages: {
      default:
        'There are no records after the header, so there is nothing to do. Add a record for everything that the job should include.',
    },
    explanation: 'The tool needs at least one record: a source to copy, or a drive to copy to.',
    fixable: false,
  },

  // {0}: how many findings are not listed. Span: the file's first character.
  'csv/more-findings': {
    severity: 'information',
    summary: 'The file has more findings than are listed.',
    messages: {
      default: '{0} more findings are not listed. Run "sneakernet validate" on the file to see all of them.',
    },
    explanation:
      'Many thousand findings make an editor slow, so it receives only the first 1,000 of a file and this count of the others. Often, a mistake in the header or a wrong search and replace explains all of them.',
    fixable: false,
  },

  ...csvColumnRules,
} as const satisfies RuleTable;
