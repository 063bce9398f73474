/** The system's code of an error, `ENOENT` for instance; of another error, what it says. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
