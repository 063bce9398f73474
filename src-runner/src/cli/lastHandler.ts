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
  return `sneakernet: ${sentence`something went wrong that should not have: ${what}. What was written down is kept: a preparation goes on with --resume. Please report this, with the command and the version.`}`;
}

function systemText(error: Error & { readonly path?: unknown }, code: string): string {
  const path = typeof error.path === 'string' ? error.path : undefined;
  const place = path === undefined ? '' : `${path}: `;
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return (
        place +
        sentence`there is no room left (${code}). Free some, and run the same command again; a preparation goes on with --resume.`
      );
    case 'EMFILE':
    case 'ENFILE':
      return (
        place +
        sentence`this process may not open more files (${code}). Raise the limit (ulimit -n 1024), and run the same command again; a preparation goes on with --resume.`
      );
    case 'ENOENT':
      return path === undefined
        ? sentence`the folder that this command was started in is not there any more (${code}). Change to another one.`
        : place + sentence`it is not there (${code}). Bring it back, or name another one.`;
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return place + sentence`permission is denied (${code}). Give this user the right, or name another place.`;
    case 'EIO':
    case 'ENOTCONN':
    case 'ESTALE':
      return place + sentence`the disk or file system failed (${code}). Check it, and go on with --resume.`;
    default:
      return (
        place +
        sentence`the system refused (${code}). Check the place, and run the same command again; a preparation goes on with --resume.`
      );
  }
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0]!.slice(0, 300);
}
