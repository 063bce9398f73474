import type { DriveInfo } from '../driveInfo/driveInfo';
import { driveInfoXml, isCompleteDriveInfo, readDriveInfo } from '../driveInfo/driveInfo';
import { activityOf, fieldValue, type JournalRecord } from './journalRecord';
import { activityText, type JournalFieldText } from './journalText';

/** The parameters of a session. Its secrets are stored with its drives. */
export interface SessionParameters {
  readonly sessionId: string;
  readonly logDirectory?: string;
  readonly datasets: readonly string[];
  readonly drivesets: readonly string[];
  /** Where the JRM is written. */
  readonly jrm: string;
  /** The saved plan, and the SHA-256 (hex) of its bytes. */
  readonly planFile: string;
  readonly planSha256: string;
  /** Everything else that is needed to resume the session. */
  readonly options: Readonly<Record<string, string | number | boolean | readonly string[]>>;
}

/**
 * What a drive is written to: an image file or a disk. It is determined when the session is planned and fixed from then
 * on.
 */
export type TargetKind = (typeof targetKinds)[number];
const targetKinds = ['image', 'device'] as const;

/** A drive of a session. */
export interface SessionDrive {
  readonly letter: string;
  readonly driveId: string;
  /** Path of the image or device. */
  readonly target: string;
  /** Missing in older logs. */
  readonly targetKind?: TargetKind;
  /** Size of the disk in bytes. */
  readonly capacity: number;
  /** The numerical password. A secret. */
  readonly bitLockerKey: string;
  /** Further parameters of the volume's creation, as JSON defined by the volume code. A secret. */
  readonly bitLockerSecrets: string;
}

/**
 * `Started`, `Resumed`: it is running, or its process was killed. `NeedsDrives`: not everything fits, and nothing has
 * been written. `Continued`: a session with another id took over what did not fit. `Completed` and `Aborted` are final.
 */
export type SessionState =
  'Started' | 'Resumed' | 'Interrupted' | 'NeedsDrives' | 'Continued' | 'Completed' | 'Aborted';

/**
 * `Writing`: from the beginning, so what the journal says about it before is void. `Verified`: it can be unlocked, and
 * was read back unless verification was not wanted.
 */
export type DriveState = 'Writing' | 'Written' | 'Verified' | 'Failed';

const sessionStates: readonly SessionState[] = [
  'Started',
  'Resumed',
  'Interrupted',
  'NeedsDrives',
  'Continued',
  'Completed',
  'Aborted',
];
const driveStates: readonly DriveState[] = ['Writing', 'Written', 'Verified', 'Failed'];

/** All files before `file` are finished, and this many 4 MiB blocks of that one. */
export interface CopyPlace {
  readonly file: number;
  readonly block: number;
}

/** The value of `ReadBack`, in the tool's word for a finished command. */
const READ_BACK = 'Completed';

/** The ActivityIds of the records. The first and the last are the tool's own, and the only ones in a journal. */
const Activity = {
  Parameters: 'PrepImportDriveCommandContext',
  Drive: 'CopyDrive',
  Session: 'CopySession',
  DriveTarget: 'CopyDriveTarget',
  DriveReplaced: 'CopyDriveReplaced',
  DriveState: 'CopyDriveState',
  Progress: 'CopyProgress',
  DriveInfo: 'DriveInfo',
} as const;

/** A record that has been read. Drives are numbered within their session. */
export type SessionRecord =
  | { readonly kind: 'parameters'; readonly parameters: SessionParameters }
  | { readonly kind: 'drive'; readonly sessionId: string; readonly drive: number; readonly description: SessionDrive }
  /** `continues`: set for a session that begins with the files another one had no room for. */
  | { readonly kind: 'session'; readonly sessionId: string; readonly state: SessionState; readonly continues?: string }
  /** From here on, the drive is written to another target. */
  | {
      readonly kind: 'drive-target';
      readonly sessionId: string;
      readonly drive: number;
      readonly target: string;
      readonly targetKind?: TargetKind;
    }
  /**
   * The drive's medium is lost and replaced by another one, which is written from the beginning, with its own identity
   * and keys.
   */
  | {
      readonly kind: 'drive-replaced';
      readonly sessionId: string;
      readonly drive: number;
      readonly description: SessionDrive;
    }
  /**
   * `isReadBack`: only with `Verified`; the drive was read back and compared before. Without it, all that is known is
   * that the drive can be unlocked.
   */
  | {
      readonly kind: 'drive-state';
      readonly sessionId: string;
      readonly drive: number;
      readonly state: DriveState;
      readonly isReadBack?: true;
    }
  /** `lines` are in the format of `readCopyProgress`. `next` is where a resumed copy continues, if that has changed. */
  | {
      readonly kind: 'progress';
      readonly sessionId: string;
      readonly drive: number;
      readonly lines: string;
      readonly next?: CopyPlace;
    }
  /** Without a session in a journal written by the tool itself. */
  | { readonly kind: 'drive-info'; readonly sessionId?: string; readonly drive?: number; readonly info: DriveInfo };

/**
 * The text of a record.
 *
 * @throws JournalValueError, XmlTextError
 */
export function sessionRecordText(record: SessionRecord, time: Date): string {
  switch (record.kind) {
    case 'parameters': {
      const { sessionId, logDirectory, ...parameters } = record.parameters;
      const log: JournalFieldText[] = logDirectory === undefined ? [] : [['LogDirectory', logDirectory]];
      return activityText(Activity.Parameters, time, [
        ['SessionId', sessionId],
        ...log,
        ['Parameters', JSON.stringify(parameters)],
      ]);
    }
    case 'drive':
    case 'drive-replaced': {
      const { letter, driveId, capacity, bitLockerKey, bitLockerSecrets } = record.description;
      return activityText(record.kind === 'drive' ? Activity.Drive : Activity.DriveReplaced, time, [
        ...ofDrive(record),
        ['DriveLetter', letter],
        ['DriveId', driveId],
        ...ofTarget(record.description),
        ['Capacity', String(capacity)],
        ['BitLockerKey', bitLockerKey],
        ['BitLockerSecrets', bitLockerSecrets],
      ]);
    }
    case 'session': {
      const continues: JournalFieldText[] = record.continues === undefined ? [] : [['Continues', record.continues]];
      return activityText(Activity.Session, time, [
        ['SessionId', record.sessionId],
        ['State', record.state],
        ...continues,
      ]);
    }
    case 'drive-target':
      return activityText(Activity.DriveTarget, time, [...ofDrive(record), ...ofTarget(record)]);
    case 'drive-state': {
      const readBack: JournalFieldText[] = record.isReadBack ? [['ReadBack', READ_BACK]] : [];
      return activityText(Activity.DriveState, time, [...ofDrive(record), ['State', record.state], ...readBack]);
    }
    case 'progress': {
      const next: JournalFieldText[] = record.next ? [['Next', `${record.next.file} ${record.next.block}`]] : [];
      return activityText(Activity.Progress, time, [...ofDrive(record), ...next, ['Files', record.lines]]);
    }
    case 'drive-info': {
      const { sessionId, drive } = record;
      const owner = sessionId === undefined || drive === undefined ? [] : ofDrive({ sessionId, drive });
      return activityText(Activity.DriveInfo, time, [
        ...owner,
        ['DriveState', driveInfoXml(record.info)],
        ['SaveCommandOutput', 'Completed'],
      ]);
    }
  }
}

function ofTarget({ target, targetKind }: Pick<SessionDrive, 'target' | 'targetKind'>): JournalFieldText[] {
  // A file's name may contain characters that a journal cannot.
  return [
    ['Target', JSON.stringify(target)],
    ...(targetKind === undefined ? [] : ([['TargetKind', targetKind]] as const)),
  ];
}

function ofDrive({ sessionId, drive }: { sessionId: string; drive: number }): JournalFieldText[] {
  return [
    ['SessionId', sessionId],
    ['Drive', String(drive)],
  ];
}

/** A known record in which a field is missing or invalid. `field` is its name. */
export class SessionRecordError extends Error {
  constructor(
    readonly field: string,
    /** Zero-based. */
    readonly line: number,
  ) {
    super(`${field} of the record at line ${line + 1} is missing, or is not what it should be.`);
  }
}

/**
 * The content of a journal's record; undefined where it is neither one of this project's records nor a DriveInfo.
 *
 * @throws SessionRecordError
 */
export function readSessionRecord(record: JournalRecord): SessionRecord | undefined {
  const fields = new RecordFields(record);
  switch (activityOf(record)) {
    case Activity.Parameters:
      // The tool's own record has other fields.
      return fieldValue(record, 'Parameters') === undefined
        ? undefined
        : { kind: 'parameters', parameters: parametersOf(fields) };
    case Activity.Drive:
      return { kind: 'drive', ...fields.drive(), description: fields.description() };
    case Activity.DriveReplaced:
      return { kind: 'drive-replaced', ...fields.drive(), description: fields.description() };
    case Activity.Session: {
      const continues = fieldValue(record, 'Continues');
      const state = fields.oneOf('State', sessionStates);
      return {
        kind: 'session',
        sessionId: fields.text('SessionId'),
        state,
        ...(continues === undefined ? {} : { continues }),
      };
    }
    case Activity.DriveTarget:
      return { kind: 'drive-target', ...fields.drive(), ...fields.target() };
    case Activity.DriveState:
      return {
        kind: 'drive-state',
        ...fields.drive(),
        state: fields.oneOf('State', driveStates),
        ...(fieldValue(record, 'ReadBack') === READ_BACK && { isReadBack: true }),
      };
    case Activity.Progress:
      return { kind: 'progress', ...fields.drive(), ...fields.next(), lines: fields.text('Files') };
    case Activity.DriveInfo: {
      const { info, problems } = readDriveInfo(fields.text('DriveState'));
      if (problems.length > 0 || !isCompleteDriveInfo(info)) throw new SessionRecordError('DriveState', record.line);
      const owner = fieldValue(record, 'SessionId') === undefined ? {} : fields.drive();
      return { kind: 'drive-info', ...owner, info };
    }
    default:
      return undefined;
  }
}

function parametersOf(fields: RecordFields): SessionParameters {
  const parameters = fields.json('Parameters', isParameters);
  const logDirectory = fieldValue(fields.record, 'LogDirectory');
  return {
    sessionId: fields.text('SessionId'),
    ...(logDirectory === undefined ? {} : { logDirectory }),
    ...parameters,
  };
}

const isText = (value: unknown): value is string => typeof value === 'string';

type WrittenParameters = Omit<SessionParameters, 'sessionId' | 'logDirectory'>;

function isParameters(value: unknown): value is WrittenParameters {
  if (typeof value !== 'object' || value === null) return false;
  const { datasets, drivesets, jrm, planFile, planSha256, options } = value as Record<keyof WrittenParameters, unknown>;
  const texts = (list: unknown) => Array.isArray(list) && list.every((item) => typeof item === 'string');
  return (
    texts(datasets) &&
    texts(drivesets) &&
    [jrm, planFile, planSha256].every((text) => typeof text === 'string') &&
    typeof options === 'object' &&
    options !== null
  );
}

class RecordFields {
  constructor(readonly record: JournalRecord) {}

  text(name: string): string {
    const value = fieldValue(this.record, name);
    if (value === undefined) throw new SessionRecordError(name, this.record.line);
    return value;
  }

  number(name: string): number {
    const text = this.text(name);
    if (!/^\d{1,15}$/.test(text)) throw new SessionRecordError(name, this.record.line);
    return Number(text);
  }

  oneOf<T extends string>(name: string, values: readonly T[]): T {
    const text = this.text(name);
    const value = values.find((candidate) => candidate === text);
    if (value === undefined) throw new SessionRecordError(name, this.record.line);
    return value;
  }

  json<T>(name: string, is: (value: unknown) => value is T): T {
    let value: unknown;
    try {
      value = JSON.parse(this.text(name));
    } catch {
      throw new SessionRecordError(name, this.record.line);
    }
    if (!is(value)) throw new SessionRecordError(name, this.record.line);
    return value;
  }

  next(): { next?: CopyPlace } {
    const text = fieldValue(this.record, 'Next');
    if (text === undefined) return {};
    const parts = /^(\d{1,15}) (\d{1,15})$/.exec(text);
    if (!parts) throw new SessionRecordError('Next', this.record.line);
    return { next: { file: Number(parts[1]), block: Number(parts[2]) } };
  }

  description(): SessionDrive {
    return {
      letter: this.text('DriveLetter'),
      driveId: this.text('DriveId'),
      ...this.target(),
      capacity: this.number('Capacity'),
      bitLockerKey: this.text('BitLockerKey'),
      bitLockerSecrets: this.text('BitLockerSecrets'),
    };
  }

  target(): Pick<SessionDrive, 'target' | 'targetKind'> {
    const target = this.json('Target', isText);
    return fieldValue(this.record, 'TargetKind') === undefined
      ? { target }
      : { target, targetKind: this.oneOf('TargetKind', targetKinds) };
  }

  drive(): { sessionId: string; drive: number } {
    return { sessionId: this.text('SessionId'), drive: this.number('Drive') };
  }
}
