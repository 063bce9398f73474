import type { BrowseErrorKind } from '../../../../src-runner/src/protocol';

/** Why the runner has no answer. The message is for the user. */
export class BrowseError extends Error {
  constructor(
    readonly kind: BrowseErrorKind | 'ended',
    message: string,
  ) {
    super(message);
  }
}
