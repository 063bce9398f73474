import { sentence } from '../language/sentence';
import { errorText } from '../model/systemError';

/**
 * The message for an error that no command explains better: the system's text, or that it is a bug of ours; never a
 * stack trace.
 */
export function failureText(error: unknown): string {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  if (error instanceof Error && 'syscall' in error && code !== undefined)
    return `sneakernet: ${systemText(error, code)}`;
  const what = error instanceof Error ? `${error.name}: ${firstLine(errorText(error))}` : firstLine(String(error));
  return `sneakernet: ${sentence`an unexpected error occurred: ${what}. What was recorded is kept: a preparation continues with --resume. Report this error, with the command and the version.`}`;
}

function systemText(error: Error & { readonly path?: unknown }, code: string): string {
  const path = typeof error.path === 'string' ? error.path : undefined;
  const place = path === undefined ? '' : `${path}: `;
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return (
        place +
        sentence`there is no space left (${code}). Free some space, and run the same command again; a preparation continues with --resume.`
      );
    case 'EMFILE':
    case 'ENFILE':
      return (
        place +
        sentence`this process cannot open more files (${code}). Raise the limit (ulimit -n 1024), and run the same command again; a preparation continues with --resume.`
      );
    case 'ENOENT':
      return path === undefined
        ? sentence`the folder in which this command was started no longer exists (${code}). Change to another one.`
        : place + sentence`it does not exist (${code}). Restore it, or specify another one.`;
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return (
        place + sentence`permission is denied (${code}). Give this user the permission, or specify another location.`
      );
    case 'EIO':
    case 'ENOTCONN':
    case 'ESTALE':
      return place + sentence`the disk or file system failed (${code}). Check it, and continue with --resume.`;
    default:
      return (
        place +
        sentence`the system refused (${code}). Check the location, and run the same command again; a preparation continues with --resume.`
      );
  }
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0]!.slice(0, 300);
}
