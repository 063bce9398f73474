import type { RuleTable } from '../rule';
import { notWellFormed } from './xmlSyntax';

/** Rules of the job response manifest, in JSON and in XML. */
export const jrmRules = {
  'jrm/syntax': {
    severity: 'error',
    summary: 'The JRM is not valid JSON or XML.',
    messages: {
      comma: 'A comma is missing before this. Add one.',
      'comma-extra': 'This comma separates nothing. Remove it.',
      'comma-trailing': 'Nothing follows this comma. Remove it.',
      comment: 'JSON does not allow comments. Remove this one.',
      brace: 'The closing brace is missing. Add it.',
      bracket: 'The list is not closed. Add "]".',
      'brace-open': 'The JRM must be one object. Add an opening brace at its beginning.',
      stray: 'This does not belong here. Remove it, or correct what is wrong before it.',
      colon: 'A colon and a value are missing after this name.',
      value: 'A value is missing here.',
      name: 'A name in quotes is missing here.',
      'name-quotes': 'Names must be in double quotes. Add the quotes.',
      'single-quotes': 'Strings must be in double quotes, not in single quotes. Use double quotes.',
      string: 'The string is not closed. Add a quote at its end.',
      symbol:
        'This is not a JSON value: a string must be in double quotes, and the only words are true, false and null.',
      number: 'This is not a JSON number: use digits, at most one decimal point, and no leading zero.',
      escape: 'This is not a valid escape sequence. Write "\\\\" for a backslash.',
      character:
        'A string cannot contain this character directly. Write it as an escape sequence, such as "\\n" or "\\t".',
      deep: 'The values are nested too deeply to be read.',
      json: 'This is not valid JSON.',
      xml: notWellFormed,
      root: 'The outermost element of a JRM must be <JobResponseManifest>.',
      text: 'There is text beside elements. Remove it.',
    },
    explanation:
      'A program that reads the file refuses all of it, wherever the error is. JSON allows only double quotes, no comments, and no comma after the last item of a list. A backslash in a path is doubled. Several mistakes are reported at once.',
    fixable: true,
  },
  // {0}: the field; in: {1} the record or list that it belongs to.
  'jrm/missing': {
    severity: 'error',
    summary: 'A required field of the JRM is missing or empty.',
    messages: {
      default: '"{0}" is missing from the JRM. Add it.',
      in: '"{0}" is missing from this record of "{1}". Add it.',
      empty: '"{0}" is empty. Enter its value.',
    },
    explanation:
      'A JRM has `JobId`, `CustomerName`, `CreationDate`, `Drives`, `DataMapping` and `Checksums`; a drive has `DriveId`, `BitLockerKey` and `VolumeLabel`; a mapping has `SourcePath`, `DestinationContainer` and `BlobType`; a checksum has `FilePath` and `SHA256`.',
    fixable: false,
  },
  // near: {0} the field that is meant.
  'jrm/unknown': {
    severity: 'warning',
    summary: 'A field is not known.',
    messages: {
      default: 'This field does not exist here. The fields are: {0}.',
      near: 'This field does not exist. Use "{0}".',
    },
    explanation: 'A field with an unknown name is ignored, as if it were missing. The seal still covers it.',
    fixable: true,
  },
  // {0}: the field. one-of: {1} the values.
  'jrm/type': {
    severity: 'error',
    summary: 'A field has a value of the wrong type, or appears twice.',
    messages: {
      text: '"{0}" must be a string. Put it in double quotes.',
      number: '"{0}" must be a number of bytes. Use a whole number without quotes.',
      texts: '"{0}" must be a list of strings. Put them in brackets.',
      list: '"{0}" must be a list. Put its records in brackets.',
      record: 'An item of "{0}" must be a record. Put its fields in braces.',
      duplicate: '"{0}" appears here twice, and one of the two is lost. Remove one of them.',
      'one-of': '"{0}" must be one of: {1}.',
      letter: '"{0}" must be one letter, without a colon.',
      md5: '"{0}" must be an MD5: 32 hexadecimal digits.',
      'too-long': '"{0}" must have at most {1} characters.',
    },
    explanation:
      'Sizes are whole numbers of bytes, lists are in brackets, and everything else is a string. If a field appears twice, most programs see only the last one.',
    fixable: false,
  },
  'jrm/date': {
    severity: 'error',
    summary: 'The date does not have the form of RFC 3339.',
    messages: { default: 'This is not an RFC 3339 date. Use the form 2025-04-20T18:20:00Z.' },
    explanation:
      'The form is year, month and day, a `T`, hours, minutes and seconds, and the offset from UTC: `Z`, or hours and minutes such as `+02:00`.',
    fixable: false,
  },
  // {0}: the line of the other drive.
  'jrm/drive-id-duplicate': {
    severity: 'error',
    summary: 'Two drives have the same id.',
    messages: {
      default: 'Line {0} already has a drive with this id. Use the id in the manifest of the drive.',
    },
    explanation:
      'The data centre finds the key of a drive by its id. If two drives have the same id, one of them cannot be opened.',
    fixable: false,
  },
  // {0}: the letter, {1}: the files.
  'jrm/drive-not-in-driveset': {
    severity: 'error',
    summary: 'A drive of the JRM is not in the driveset.',
    messages: {
      default:
        'Drive {0} is not in {1}. Check the letter in both files, and prepare again if the JRM belongs to other drives.',
    },
    explanation:
      'The drives of a job are those of its driveset: mismatched identifiers are a common reason for a job to be refused. Drives are identified by their letter, which is `DriveLetter` in the JRM, or by the key of a drive that was already encrypted. If a JRM has neither, nothing is compared.',
    fixable: false,
  },
  // {0}: the letter, {1}: the file, {2}: its line.
  'jrm/driveset-drive-missing': {
    severity: 'error',
    summary: 'A drive of the driveset is not in the JRM.',
    messages: {
      default: 'Drive {0} ({1}, line {2}) is not in this JRM. Prepare it, or remove it from the driveset.',
      'not-prepared': {
        text: 'Drive {0} ({1}, line {2}) was not prepared when this JRM was written. Do not ship it, or prepare it and use the new JRM.',
        severity: 'warning',
      },
    },
    explanation:
      'A drive that is not in the JRM is not processed, because nobody has its key. A drive that no data was left for is not prepared, so a JRM with a valid seal need not name all drives of the driveset; in that case, this is only a warning.',
    fixable: false,
  },
  'jrm/key-format': {
    severity: 'error',
    summary: 'The key of a drive is not 8 groups of 6 digits.',
    messages: {
      'group-count': 'A BitLocker recovery key has 8 groups of digits, joined by hyphens; this one has {0}.',
      'group-length': 'Group {0} of the key has {1} digits. Each group must have 6.',
      character: 'Group {0} of the key contains something that is not a digit. Use only digits.',
      'not-a-key': 'This is too long for a BitLocker recovery key. Use 8 groups of 6 digits, joined by hyphens.',
      separator: 'The groups of a key must be joined by hyphens. Put "-" between them.',
    },
    explanation:
      'The data centre opens the drive with this key: 48 digits in 8 groups, such as `060456-014509-…`, or the base64 of an external key. With anything else, the drive comes back unread.',
    fixable: false,
  },
  'jrm/key-checksum': {
    severity: 'error',
    summary: 'A group of a key is mistyped.',
    messages: {
      default: 'Group {0} of the key is mistyped: each group is a multiple of 11. Compare it with the original.',
      'too-large': 'Group {0} of the key is mistyped: no group is above 720885. Compare it with the original.',
    },
    explanation:
      'Each group is 11 times a 16-bit number, so a mistyped digit can be found without the drive. The key of a prepared drive is also in its drive information file and in the journal.',
    fixable: false,
  },
  'jrm/container-name': {
    severity: 'error',
    summary: 'A mapping names a container that cannot exist.',
    messages: {
      empty: 'The name is empty. Use 3 to 63 lower-case letters, digits and hyphens.',
      'too-short': 'The name is too short. Use at least 3 characters.',
      'too-long': 'The name has {0} characters. Use at most 63.',
      'upper-case': 'The name contains upper-case letters. Use only lower-case letters.',
      character: 'The name cannot contain {0}. Use only lower-case letters, digits and hyphens.',
      ends: 'The name begins or ends with a hyphen. Use a letter or a digit there.',
      'double-hyphen': 'The name contains two hyphens in a row. Use only one.',
    },
    explanation:
      'Names of containers and shares have 3 to 63 lower-case letters, digits and hyphens, with a letter or digit at both ends and no two hyphens in a row. `$root`, `$web` and `$logs` are reserved by the service.',
    fixable: true,
  },
  // near: {0} the type that is meant.
  'jrm/blob-type': {
    severity: 'error',
    summary: 'A mapping names a blob type that an import cannot create.',
    messages: {
      default: 'The type must be one of: BlockBlob, PageBlob, or file for a share.',
      near: 'Use {0}.',
      append: 'An import job cannot create append blobs. Use BlockBlob.',
    },
    explanation: 'Files become block blobs, page blobs (for disk images) or files in a share.',
    fixable: true,
  },
  // {0}: the dataset. destination: {1} where it sends the source.
  'jrm/mapping-not-in-dataset': {
    severity: 'warning',
    summary: 'A mapping has no record in the dataset.',
    messages: {
      default:
        'No record of {0} has this source. The JRM and the dataset belong to different jobs, or one of them was changed.',
      destination:
        '{0} sends this source to {1}. The JRM and the dataset belong to different jobs, or one of them was changed.',
    },
    explanation:
      'A JRM is created from a dataset, and each of its mappings is one record of that dataset. Only datasets in the same folder are considered.',
    fixable: false,
  },
  'jrm/checksum-format': {
    severity: 'error',
    summary: 'A checksum is not a SHA-256.',
    messages: {
      default: 'A SHA-256 must have 64 hexadecimal digits.',
      length: 'A SHA-256 must have 64 hexadecimal digits; this one has {0} characters.',
    },
    explanation: 'Without the SHA-256 of a file, nobody can tell whether it arrived intact.',
    fixable: false,
  },
  // {0}: the line of the other checksum.
  'jrm/checksum-duplicate': {
    severity: 'error',
    summary: 'A file has two checksums.',
    messages: {
      default:
        'Line {0} has a different SHA-256 for this file. One of the two is wrong: verify the drive, or prepare again.',
      same: 'Line {0} already has this file. Remove one of the two.',
    },
    explanation:
      'A file has only one SHA-256. A file that goes to two blobs is listed for each of them, with the same SHA-256.',
    fixable: false,
  },
  'jrm/checksum-unmapped': {
    severity: 'warning',
    summary: 'A file is not covered by any mapping.',
    messages: {
      default:
        'No record of "DataMapping" covers this file, so its destination is unknown. Add the mapping, or prepare again.',
    },
    explanation:
      'Every file comes from a source that a record of `DataMapping` names: the file itself, or a directory above it.',
    fixable: false,
  },
  'jrm/checksum-drive-unknown': {
    severity: 'error',
    summary: 'A checksum or a mapping names a drive that the JRM does not have.',
    messages: {
      default: 'No drive in this JRM has this id. Use one of the ids in "Drives".',
      near: 'No drive in this JRM has this id. Use {0}.',
    },
    explanation: 'The `DriveId` of a checksum and the `Drives` of a mapping refer to drives by their id in `Drives`.',
    fixable: true,
  },
  'jrm/modified': {
    severity: 'error',
    summary: 'The JRM was changed after it was written.',
    messages: {
      default:
        'The seal does not match: this file was edited after it was written. Restore it from a backup, or prepare again; do not correct a JRM by hand.',
    },
    explanation:
      'The seal is a SHA-256 over everything else in the file, in its canonical form (RFC 8785): white space and the order of fields make no difference; everything else does. A JRM that was edited by hand may not match what is on the drives. Undoing the edit makes the seal match again.',
    fixable: true,
  },
  // {0}: the size, {1}: the limit.
  'jrm/too-large': {
    severity: 'warning',
    summary: 'The JRM is larger than the portal accepts.',
    messages: {
      default:
        'This JRM is {0}, but the portal accepts only {1}. Upload the drive information file <DriveId>.xml of each drive instead, and keep the JRM.',
    },
    explanation:
      'The portal accepts journals and job files of up to 2 MB. A JRM grows with the number of files, because it contains the SHA-256 of each. The drive information file, which is beside the journal for every drive, gives what the data centre needs to open the drive in a few lines.',
    fixable: false,
  },
} as const satisfies RuleTable;
