/** A backup cannot be made or read. The message says what is wrong and what to do; it holds no secret. */
export class BackupError extends Error {}
