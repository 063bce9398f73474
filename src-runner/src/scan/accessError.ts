import { sentence } from '../language/sentence';

/** Tells apart the entries that are neither files, directories nor links. */
interface EntryKind {
  isFIFO(): boolean;
  isSocket(): boolean;
  isBlockDevice(): boolean;
  isCharacterDevice(): boolean;
}

/** What an entry is, for a message. */
export function kindOf(entry: EntryKind): string {
  if (entry.isFIFO()) return sentence`a pipe`;
  if (entry.isSocket()) return sentence`a socket`;
  return entry.isBlockDevice() || entry.isCharacterDevice()
    ? sentence`a device`
    : sentence`something that is neither a file nor a directory`;
}

/** Why the system refuses a path, with what to do, by its error code. */
export function reasonOfCode(code: string): string {
  switch (code) {
    case 'ENOENT':
      return sentence`it does not exist.`;
    case 'EACCES':
    case 'EPERM':
      return sentence`permission is denied. Grant yourself permission to read it.`;
    case 'EISDIR':
      return sentence`it is not a file. Specify a file.`;
    case 'ELOOP':
      return sentence`symbolic links form a loop. Remove one of them.`;
    case 'ENAMETOOLONG':
      return sentence`the path is longer than this system allows. Map a directory further down with --map, or use shorter names.`;
    case 'EIO':
      return sentence`the device reports an error. Check the drive, or copy the data elsewhere.`;
    case 'EMFILE':
    case 'ENFILE':
      return sentence`too many files are open. Close programs, or raise the limit.`;
    case 'ESTALE':
    case 'ETIMEDOUT':
    case 'EHOSTDOWN':
    case 'ENOTCONN':
      return sentence`the network share does not respond. Reconnect it.`;
    default:
      return sentence`the system reports ${code}. Check the path and the drive.`;
  }
}
