/** A backup cannot be created or read. The message says what is wrong and what to do; it contains no secret. */
export class BackupError extends Error {}
