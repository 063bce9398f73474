import type { BrowseClient } from './browseClient';

/** The command that opens a file of a drive. */
export const OPEN_DRIVE_FILE = '_sneakernet.openDriveFile';

/** A drive that is looked into. */
export interface OpenDrive {
  readonly client: BrowseClient;
  /** Of its files' URIs: another one each time that a drive is opened. */
  readonly authority: string;
  /** As the user named it. */
  readonly target: string;
  /** Of its volume. */
  readonly label: string;
  /** Bytes. */
  readonly length: number;
  readonly freeBytes: number;
}
