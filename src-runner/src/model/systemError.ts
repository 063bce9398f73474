/** The system's error code, such as `ENOENT`; for other errors, their message. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}

/** The system's error code. Other errors are rethrown, because they have no code to explain. */
export function systemCodeOf(error: unknown): string {
  if (!(error instanceof Error) || !('syscall' in error)) throw error;
  return codeOf(error);
}

/** The message of an error, without the call and the path that Node appends. */
export function errorText(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/, [a-z]+( '.*')?$/, '');
}

/** Whether the system did not let this user, as far as an error or one of its causes tells. */
export function isDenied(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ['EACCES', 'EPERM'].includes(codeOf(error)) || isDenied(error.cause);
}
