import type { DriveInfo } from '../driveInfo/driveInfo';
import { driveInfoXml, isCompleteDriveInfo, readDriveInfo } from '../driveInfo/driveInfo';
import { activityOf, fieldValue, type JournalRecord } from './journalRecord';
import { activityText, type JournalFieldText } from './journalText';

/** What a session was started with. Secrets are with its drives. */
export interface SessionParameters {
  readonly sessionId: string;
  readonly logDirectory?: string;
  readonly datasets: readonly string[];
  readonly drivesets: readonly string[];
  /** Where the JRM goes. */
  readonly jrm: string;
  /** The saved plan, and the SHA-256 (hex) of its bytes. */
  readonly planFile: string;
  readonly planSha256: string;
  /** All else that a resumed session has to know. */
  readonly options: Readonly<Record<string, string | number | boolean | readonly string[]>>;
}

/** What a drive is written to: an image file, or a disk. Found out by looking when the session is planned, and known by that from then on. */
export type TargetKind = (typeof targetKinds)[number];
const targetKinds = ['image', 'device'] as const;

/** A drive of a session. */
export interface SessionDrive {
  readonly letter: string;
  readonly driveId: string;
  /** Path of the image or device. */
  readonly target: string;
  /** Logs of before have none. */
  readonly targetKind?: TargetKind;
  /** Bytes of the disk. */
  readonly capacity: number;
  /** The numerical password. A secret. */
  readonly bitLockerKey: string;
  /** What else the volume was made with, as JSON of the volume's own. A secret. */
  readonly bitLockerSecrets: string;
}

/**
 * `Started`, `Resumed`: it runs, or its process was killed. `NeedsDrives`: not all fits, and nothing has been written. `Continued`: a session of another
 * id took over what did not fit. `Completed` and `Aborted` are final.
 */
export type SessionState =
  'Started' | 'Resumed' | 'Interrupted' | 'NeedsDrives' | 'Continued' | 'Completed' | 'Aborted';

/** `Writing`: from its beginning; what the journal says of it before is void. `Verified`: it was read back, or verification was not wanted, and it can be unlocked. */
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

/** All files before `file` are done with, and so many blocks of 4 MiB of that one. */
export interface CopyPlace {
  readonly file: number;
  readonly block: number;
}

/** The value of `ReadBack`, in the word that the tool has for what a command has done. */
const READ_BACK = 'Completed';

/** The ActivityIds of our records; the first and the last are the tool's own, and the only ones that a journal has. */
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

/** A record of ours, read. Drives are numbered within their session. */
export type SessionRecord =
  | { readonly kind: 'parameters'; readonly parameters: SessionParameters }
  | { readonly kind: 'drive'; readonly sessionId: string; readonly drive: number; readonly description: SessionDrive }
  /** `continues`: of a session that begins with the files that another could not take. */
  | { readonly kind: 'session'; readonly sessionId: string; readonly state: SessionState; readonly continues?: string }
  /** The drive is written to another target from here on. */
  | {
      readonly kind: 'drive-target';
      readonly sessionId: string;
      readonly drive: number;
      readonly target: string;
      readonly targetKind?: TargetKind;
    }
  /** The drive's medium is lost, and another one takes its place: written from its beginning, with an identity and keys of its own. */
  | {
      readonly kind: 'drive-replaced';
      readonly sessionId: string;
      readonly drive: number;
      readonly description: SessionDrive;
    }
  /** `isReadBack`: of `Verified`, that the drive was read back and compared before; without it the drive opens, and that is all that is known. */
  | {
      readonly kind: 'drive-state';
      readonly sessionId: string;
      readonly drive: number;
      readonly state: DriveState;
      readonly isReadBack?: true;
    }
  /** `lines` are those of `readCopyProgress`; `next` is where a resumed copy goes on, unless that is where it would have before. */
  | {
      readonly kind: 'progress';
      readonly sessionId: string;
      readonly drive: number;
      readonly lines: string;
      readonly next?: CopyPlace;
    }
  /** Without a session: of a journal that the tool itself wrote. */
  | { readonly kind: 'drive-info'; readonly sessionId?: string; readonly drive?: number; readonly info: DriveInfo };

/**
 * The record's text.
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
  // A name of a file may hold what a journal cannot.
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

/** A record of ours in which a field is missing or is not what it should be. `field` is its name. */
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
 * What a record of a journal says; undefined where it is none of ours, and no DriveInfo.
 *
 * @throws SessionRecordError
 */
export function readSessionRecord(record: JournalRecord): SessionRecord | undefined {
  const fields = new RecordFields(record);
  switch (activityOf(record)) {
    case Activity.Parameters:
      // The tool's own has other fields.
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
