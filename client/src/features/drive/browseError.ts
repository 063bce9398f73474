import type { BrowseErrorKind } from '../../../../src-runner/src/protocol';

/** The runner's reason for a failed request. The message is for the user. */
export class BrowseError extends Error {
  constructor(
    readonly kind: BrowseErrorKind | 'ended',
    message: string,
  ) {
    super(message);
  }
}
