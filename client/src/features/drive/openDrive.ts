import type { BrowseClient } from './browseClient';

/** The command that opens a file of a drive. */
export const OPEN_DRIVE_FILE = '_sneakernet.openDriveFile';

/** The drive that is being browsed. */
export interface OpenDrive {
  readonly client: BrowseClient;
  /** The authority of its files' URIs: a new one each time that a drive is opened. */
  readonly authority: string;
  /** As the user named it. */
  readonly target: string;
  /** The label of its volume. */
  readonly label: string;
  /** Bytes. */
  readonly length: number;
  readonly freeBytes: number;
}
