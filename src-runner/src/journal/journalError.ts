import { sentence } from '../language/sentence';
import { codeOf } from '../model/systemError';

/** The journal cannot be read, written or used as asked. The message names it and says what to do. */
export class JournalError extends Error {}

/** Why a journal cannot be read or written, with what to do. */
export function journalFailure(journal: string, error: unknown): JournalError {
  const code = codeOf(error);
  return new JournalError(reason(journal, code), { cause: error });
}

function reason(journal: string, code: string): string {
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return sentence`${journal}: the disk with the journal is full (${code}). Free some space there, then continue with --resume.`;
    case 'EACCES':
    case 'EPERM':
      return sentence`${journal}: permission is denied (${code}). Grant this user permission to read and write the journal and its folder, or specify another journal with --journal.`;
    case 'EROFS':
      return sentence`${journal}: the journal is on a read-only file system. Specify another journal with --journal.`;
    case 'ENOENT':
      return sentence`${journal} or its folder does not exist. Check --journal.`;
    case 'EISDIR':
    case 'ENOTDIR':
      return sentence`${journal} is not a file. Check --journal.`;
    case 'EIO':
      return sentence`${journal}: the disk with the journal reports an error (EIO). Check that disk; copy the journal to another disk, and continue there with --resume.`;
    default:
      return sentence`${journal}: the journal cannot be read or written (${code}).`;
  }
}
