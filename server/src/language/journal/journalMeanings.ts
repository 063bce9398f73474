import type { DriveState, SessionState } from '#core/journal/sessionRecords';
import type { Localize } from '#core/text/localize';

/** The meaning of a record; undefined for an unknown record. */
export function recordMeaning(localize: Localize, type: string, activity: string | undefined): string | undefined {
  if (type === 'NewJournalFile') return localize('The journal begins.');
  switch (activity) {
    case 'PrepImportDriveCommandContext':
      return localize('A session begins or gets more drives: these are its parameters.');
    case 'CopyDrive':
      return localize('A drive of the session, before anything is written to it.');
    case 'CopySession':
      return localize('The state of the session has changed.');
    case 'CopyDriveState':
      return localize('The state of a drive has changed.');
    case 'CopyProgress':
      return localize(
        'A checkpoint: the hashes of everything that is known to be on the drive. A resumed session continues from there.',
      );
    case 'DriveInfo':
      return localize('A drive is done: this is what the service needs to open it.');
    default:
      return undefined;
  }
}

/** The meaning of a field; undefined for an unknown field. */
export function fieldMeaning(localize: Localize, name: string): string | undefined {
  switch (name) {
    case 'VocabularyVersion':
      return localize('The version of the record format.');
    case 'ActivityId':
      return localize('What the record is about.');
    case 'SessionId':
      return localize("The session's id and the name of its directory on the drives.");
    case 'LogDirectory':
      return localize('Where the log of the run is written.');
    case 'Parameters':
      return localize(
        'What the session was started with: datasets, drivesets, the JRM, the saved plan and options, as JSON.',
      );
    case 'Drive':
      return localize('The number of the drive in its session, starting at 0.');
    case 'DriveLetter':
      return localize('The drive letter in the driveset.');
    case 'DriveId':
      return localize('The serial number of the drive.');
    case 'Target':
      return localize('The image or device that serves as the drive.');
    case 'Capacity':
      return localize('The size of the disk in bytes.');
    case 'BitLockerKey':
      return localize(
        'The numerical password that unlocks the drive. A secret: anyone who has the drive and this key can read everything.',
      );
    case 'BitLockerSecrets':
      return localize('What the volume was created with: keys, salt and ids. A secret, which is not shown here.');
    case 'StorageAccountKey':
      return localize('The key of the storage account. A secret, which is not shown here.');
    case 'ContainerSas':
      return localize('The shared access signature of the container. A secret, which is not shown here.');
    case 'State':
      return localize('The new state.');
    case 'ReadBack':
      return localize('The drive was read back and compared with what was written.');
    case 'Continues':
      return localize('The session whose files this one continues with.');
    case 'Next':
      return localize('The file, and the 4 MiB block in it, at which a resumed copy continues.');
    case 'Files':
      return localize(
        'A line for each file that has news: its number on the drive, its SHA-256 when it is done, and the MD5 of each block.',
      );
    case 'DriveState':
      return localize("The drive's information, as in `<DriveId>.xml`.");
    case 'SaveCommandOutput':
      return localize('Whether the command has written its output.');
    default:
      return undefined;
  }
}

export function sessionStateMeaning(localize: Localize, state: SessionState): string {
  switch (state) {
    case 'Started':
    case 'Resumed':
      return localize('The session is running, or its process was stopped. It can be resumed or aborted.');
    case 'Interrupted':
      return localize('The session was stopped, or a drive or a file failed. It can be resumed or aborted.');
    case 'NeedsDrives':
      return localize(
        'The data does not fit on the drives, and nothing has been written. The session continues with an additional driveset.',
      );
    case 'Continued':
      return localize('Another session has taken over what did not fit.');
    case 'Completed':
      return localize('All drives are done.');
    case 'Aborted':
      return localize('The session was aborted.');
  }
}

/** @param state undefined for a drive that was not begun */
export function driveStateMeaning(localize: Localize, state: DriveState | undefined): string {
  switch (state) {
    case undefined:
      return localize('Nothing has been written to the drive.');
    case 'Writing':
      return localize('The drive is being written and cannot be opened yet.');
    case 'Written':
      return localize('All files are on the drive. It must still be verified.');
    case 'Verified':
      return localize('The drive is complete and can be opened.');
    case 'Failed':
      return localize('The drive failed verification and cannot be opened. A resumed session writes it again.');
  }
}
