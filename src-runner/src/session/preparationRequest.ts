import type { JobOptions } from '../job/jobOptions';
import type { SessionRequest } from '../journal/sessionRequest';
import type { EncryptionMethod } from '../volume/bitlocker/encryptionMethod';

/** What is to be prepared, and how. */
export interface PreparationRequest extends JobOptions {
  readonly request: SessionRequest;
  /** Including its extension. */
  readonly journal: string;
  readonly additionalDrivesets: readonly string[];
  readonly jrm: string | undefined;
  readonly logDirectory: string | undefined;
  readonly jobId: string | undefined;
  readonly customer: string | undefined;
  readonly cipher: EncryptionMethod;
  readonly verify: boolean;
  readonly wipeFreeSpace: boolean;
  readonly leaveOutChanged: boolean;
  /** Further files that are read or written. None of the session's files may be one of them. */
  readonly storageKeyFile: string | undefined;
  readonly containerSasFile: string | undefined;
  readonly eventsFile: string | undefined;
}
