export const ExitCode = {
  Done: 0,
  /** Findings of severity error. */
  Findings: 1,
  /** Wrong usage: an unknown command or option, a file that is missing or cannot be read. */
  Usage: 2,
  /** Cancelled by the user. */
  Cancelled: 130,
} as const;
