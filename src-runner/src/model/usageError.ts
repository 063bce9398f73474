/** A mistake in how the program was called, or in what it was given. The message names the place and the remedy. */
export class UsageError extends Error {}
