/** The system's code of an error, `ENOENT` for instance; of another error, what it says. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}

/** The system's code of an error. Other errors are not ours to explain: they are thrown. */
export function systemCodeOf(error: unknown): string {
  if (!(error instanceof Error) || !('syscall' in error)) throw error;
  return codeOf(error);
}

/** What an error says, without the call and the path that Node appends. */
export function errorText(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/, [a-z]+( '.*')?$/, '');
}

/** Whether the system did not let this user, as far as an error or one of its causes tells. */
export function isDenied(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ['EACCES', 'EPERM'].includes(codeOf(error)) || isDenied(error.cause);
}
