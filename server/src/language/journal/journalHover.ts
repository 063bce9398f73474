import type { Hover, Position } from 'vscode-languageserver-types';
import { readCopyProgress } from '#core/journal/copyProgress';
import { fieldRange, type DriveProgress } from '#core/journal/journalReading';
import type { JournalField } from '#core/journal/journalRecord';
import type { RecordedDrive, RecordedSession } from '#core/journal/sessionHistory';
import { readSessionRecord, SessionRecordError } from '#core/journal/sessionRecords';
import { byteCount } from '#core/text/byteCount';
import { xmlPlaceAt } from '#core/xml/xmlPlace';
import type { Localize } from '#core/text/localize';
import { maskedRecoveryKey } from '#core/text/maskSecrets';
import { driveInfoMeaning, elementParagraphs } from '../driveInfo/driveInfoMeanings';
import { hoverOf } from '../markdown';
import { recoveryKeyTable } from '../table/recoveryKeyTable';
import { codeSpan, writtenSize } from '../wording';
import type { JournalContext, JournalFile } from './journalFile';
import { driveStateMeaning, fieldMeaning, recordMeaning, sessionStateMeaning } from './journalMeanings';
import { fieldAtLine, recordAtLine, type PlacedRecord } from './journalPlace';

/** The meaning of a record or field, and how far its session and drive have come. Secrets are not shown. */
export function journalHover({ model, localize }: JournalContext, position: Position): Hover | null {
  const placed = recordAtLine(model, position.line);
  if (!placed) return null;
  const field = fieldAtLine(placed, position);
  const { entry } = placed;
  const session = model.parsed.read.sessions.find(({ id }) => id === entry.sessionId);
  const drive = entry.drive === undefined ? undefined : session?.drives[entry.drive];
  const progress =
    entry.drive === undefined ? undefined : model.parsed.read.progress.get(entry.sessionId ?? '')?.[entry.drive];
  const circumstances = [
    session && sessionSentence(localize, session),
    drive && driveSentence(localize, drive, progress),
  ];
  if (!field) {
    const { line } = position;
    const range = {
      start: { line, character: 0 },
      end: model.positionAt(model.offsetAt({ line, character: MARK_LENGTH })),
    };
    return hoverOf(
      range,
      elementParagraphs(entry.activity ?? entry.type, recordMeaning(localize, entry.type, entry.activity)),
      ...circumstances,
    );
  }
  if (field.name === 'DriveState' && field.block && position.line > field.line)
    return driveInfoHover(model, localize, position);
  const about = elementParagraphs(field.name, fieldMeaning(localize, field.name));
  const value = valueParagraph(localize, placed, field);
  return about === undefined && value === undefined
    ? null
    : hoverOf(
        fieldRange(field),
        about,
        value,
        ...(field.name === 'State' || field.name === 'Files' ? circumstances : []),
      );
}

const MARK_LENGTH = '[BeginUpdateRecord]'.length;

function driveInfoHover(model: JournalFile, localize: Localize, position: Position): Hover | null {
  const place = xmlPlaceAt(model.getText(), model.offsetAt(position));
  const text =
    place && elementParagraphs(place.tag.name, driveInfoMeaning(localize, place.tag.name, place.content?.text));
  if (text === undefined) return null;
  const { nameStart, name } = place!.tag;
  return hoverOf({ start: model.positionAt(nameStart), end: model.positionAt(nameStart + name.length) }, text);
}

/** An explanation of a field's value, for fields that have one. */
function valueParagraph(
  localize: Localize,
  { record }: PlacedRecord,
  { name, value }: JournalField,
): string | undefined {
  switch (name) {
    case 'BitLockerKey':
      return value === '' ? undefined : recoveryKeyTable(value, localize);
    case 'Capacity':
      return writtenSize(value);
    case 'ActivityId':
      return recordMeaning(localize, record.type, value);
    case 'Files':
      return checkpointSentence(localize, value);
    case 'State':
      return stateParagraph(localize, record);
    default:
      return undefined;
  }
}

function stateParagraph(localize: Localize, record: PlacedRecord['record']): string | undefined {
  try {
    const read = readSessionRecord(record);
    if (read?.kind === 'session') return `${codeSpan(read.state)}: ${sessionStateMeaning(localize, read.state)}`;
    return read?.kind === 'drive-state'
      ? `${codeSpan(read.state)}: ${driveStateMeaning(localize, read.state)}`
      : undefined;
  } catch (error) {
    if (error instanceof SessionRecordError) return undefined;
    throw error;
  }
}

function checkpointSentence(localize: Localize, lines: string): string | undefined {
  let [done, failed, ranges] = [0, 0, 0];
  try {
    readCopyProgress(lines, {
      block: () => ranges++,
      pageRange: () => ranges++,
      done: () => done++,
      failed: () => failed++,
    });
  } catch {
    // A finding already says what is wrong with it.
    return undefined;
  }
  return localize('This checkpoint: {0} files done, {1} not copied, {2} blocks.', done, failed, ranges);
}

function sessionSentence(localize: Localize, { id, state, drives, continues }: RecordedSession): string {
  const sentence = localize('Session {0} with {1} drives is now {2}.', codeSpan(id), drives.length, codeSpan(state));
  const goesOn =
    continues === undefined ? '' : ` ${localize('It continues with the files of {0}.', codeSpan(continues))}`;
  return `${sentence}${goesOn} ${sessionStateMeaning(localize, state)}`;
}

/** The drive, its masked key, and how far it has come. */
function driveSentence(
  localize: Localize,
  { description, state }: RecordedDrive,
  progress: DriveProgress | undefined,
): string {
  const { letter, driveId, bitLockerKey, capacity } = description;
  const drive = localize(
    'Drive {0} ({1}, {2}), key {3}.',
    codeSpan(letter),
    codeSpan(driveId),
    byteCount(capacity),
    maskedRecoveryKey(bitLockerKey),
  );
  return [
    `${drive} ${driveStateMeaning(localize, state)}`,
    ...(progress ? [progressSentence(localize, progress)] : []),
  ].join(' ');
}

/** How far the copying of a drive has come. */
export function progressSentence(
  localize: Localize,
  { filesDone, filesFailed, ranges, checkpoints }: DriveProgress,
): string {
  const sentence = localize(
    '{0} files are done, recorded in {1} checkpoints with {2} blocks.',
    filesDone,
    checkpoints,
    ranges,
  );
  return filesFailed === 0 ? sentence : `${sentence} ${localize('{0} files could not be copied.', filesFailed)}`;
}
