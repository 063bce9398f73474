/** A mistake in how the program was called, or in its input. The message names the place and the remedy. */
export class UsageError extends Error {}
