import { basename, dirname, extname, join, resolve } from 'node:path';
import { eventsPathOf, lockPathOf, stopPathOf } from '#core/journal/journalLock';
import { recoveryPathOf } from '#core/journal/recoveryLog';
import type { SessionDrive, SessionParameters } from '#core/journal/sessionRecords';
import { sentence } from '../language/sentence';
import { pathIdentity, realPath } from '../model/pathIdentity';
import { driveAt } from '../drives/driveAt';
import { marksOf } from '../drives/driveIdentity';
import { driveInfoPath } from '../report/outputFiles';
import { standingAt } from '../report/privateFile';
import { logNameOf } from '../report/runLog';
import { logDirectoryOf } from '../journal/portalJournal';
import type { SessionJournal } from '../journal/sessionJournal';
import { checkDistinctPaths } from '../model/commandPaths';
import type { CommandPath } from '../model/commandPaths';
import { UsageError } from '../model/usageError';
import type { PreparationRequest } from './preparationRequest';

/** What a session reads besides its sources. */
export function inputFiles({
  datasets,
  drivesets,
  additionalDrivesets,
  configuration,
  storageKeyFile,
  containerSasFile,
}: PreparationRequest): CommandPath[] {
  const named = (name: string, path: string | undefined): CommandPath[] =>
    path === undefined ? [] : [{ name, path, use: 'read' }];
  return [
    ...datasets.map((path): CommandPath => ({ name: '--dataset', path, use: 'read' })),
    ...drivesets.map((path): CommandPath => ({ name: '--driveset', path, use: 'read' })),
    ...additionalDrivesets.map((path): CommandPath => ({ name: '--additional-driveset', path, use: 'read' })),
    ...named('--config', configuration),
    ...named('--storage-key-file', storageKeyFile),
    ...named('--container-sas-file', containerSasFile),
  ];
}

/** What a session writes, except for its drives and the files that belong to them. */
export function sessionFiles(
  {
    journal,
    request,
    logDirectory,
    eventsFile,
  }: Pick<PreparationRequest, 'journal' | 'request' | 'logDirectory' | 'eventsFile'>,
  jrm: string | undefined,
): CommandPath[] {
  const logs = logDirectory ?? logDirectoryOf(journal);
  const events = eventsFile ?? eventsPathOf(resolve(journal));
  const files: readonly (readonly [name: string, path: string])[] = [
    [sentence`the journal`, journal],
    [sentence`the journal's lock`, lockPathOf(journal)],
    [sentence`the stop request`, stopPathOf(journal)],
    [sentence`the recovery log`, recoveryPathOf(journal)],
    ...(jrm === undefined ? [] : ([[sentence`the JRM`, jrm]] as const)),
    [sentence`the saved plan`, planFileOf(journal, request.sessionId)],
    [sentence`the events file`, events],
    [sentence`the lock of the events file`, lockPathOf(realPath(events))],
  ];
  const log: CommandPath = {
    name: sentence`the log`,
    path: join(logs, logNameOf(request.sessionId)),
    use: 'written',
    isFolderMade: true,
  };
  return [...files.map(([name, path]): CommandPath => ({ name, path, use: 'written' })), log];
}

/** A drive, as far as it is known which files belong to it. */
interface NamedDrive {
  readonly letter: string;
  readonly target: string;
  /** If undefined, the drive gets a new, unique id. */
  readonly driveId?: string | undefined;
}

/** The drives, and what is written for each: its info and the lock of its image. */
export function driveFiles(journal: string, drives: readonly NamedDrive[]): CommandPath[] {
  const folder = dirname(resolve(journal));
  // Drives with the same target or id share these files, which is reported when the drives are compared.
  const files = new Map<string, CommandPath>();
  for (const { letter, target, driveId } of drives) {
    const lock = lockPathOf(target);
    files.set(pathIdentity(lock), { name: sentence`the lock of drive ${letter}`, path: lock, use: 'written' });
    if (driveId === undefined) continue;
    const info = driveInfoPath(folder, driveId);
    files.set(pathIdentity(info), { name: sentence`the drive info of drive ${letter}`, path: info, use: 'written' });
  }
  return [
    ...drives.map(({ letter, target }): CommandPath => ({
      name: sentence`drive ${letter}`,
      path: target,
      use: 'written',
      isTarget: true,
    })),
    ...files.values(),
  ];
}

/**
 * Checks that the paths of a session whose drives are known are distinct.
 *
 * @throws UsageError
 */
export function checkRecordedPaths(
  options: PreparationRequest,
  { sessionId, jrm, logDirectory }: Pick<SessionParameters, 'sessionId' | 'jrm' | 'logDirectory'>,
  drives: readonly NamedDrive[],
): void {
  const files = sessionFiles({ ...options, request: { ...options.request, sessionId }, logDirectory }, jrm);
  checkDistinctPaths([...files, ...driveFiles(options.journal, drives), ...inputFiles(options)]);
}

/**
 * Makes sure that no JRM is overwritten: it holds the keys of the drives that it was written for, and may be the only file that does.
 *
 * @param place `recorded` for a session that continues: the command cannot choose another one
 * @throws UsageError
 */
export function checkNoJrm(jrm: string, place: 'chosen' | 'recorded'): void {
  if (standingAt(jrm) !== 'something') return;
  throw new UsageError(
    place === 'chosen'
      ? sentence`${jrm} already exists and holds the keys of the drives that it was written for. Move it elsewhere, or specify another location with --jrm.`
      : sentence`${jrm} already exists and is not the JRM of this session, so it is left unchanged. Move it elsewhere, then run the command again.`,
  );
}

/** The drives that the command line names. */
export function namedDrives({ drives }: PreparationRequest): NamedDrive[] {
  return [...drives].map(([letter, { target, id }]) => ({ letter, target, driveId: id }));
}

/** What the earlier sessions of a journal have written. */
export function earlierFiles(journal: SessionJournal): string[] {
  const folder = dirname(resolve(journal.path));
  return (journal.state?.sessions ?? []).flatMap(({ parameters, drives }) => [
    parameters.jrm,
    parameters.planFile,
    ...drives.flatMap(({ description }) => [description.target, driveInfoPath(folder, description.driveId)]),
  ]);
}

/** Where drives of the journal's earlier sessions still are. */
export function earlierImages(journal: SessionJournal): string[] {
  return (journal.state?.sessions ?? []).flatMap(({ id, drives }) =>
    drives.flatMap(({ description }) => {
      const { target, targetKind, bitLockerKey } = description;
      // A drive without data was never made.
      return bitLockerKey !== '' && driveAt(target, targetKind).holds(marksOf(id, description)) ? [target] : [];
    }),
  );
}

/**
 * Checks that a drive does not have the id of another drive whose info is in the folder. That info would be overwritten
 * at the end, and it may be the last copy of a key.
 *
 * @throws UsageError
 */
export function checkDriveInfo(
  { letter, driveId, target }: Pick<SessionDrive, 'letter' | 'driveId' | 'target'>,
  journal: string,
): void {
  const path = driveInfoPath(dirname(resolve(journal)), driveId);
  if (standingAt(path) !== 'nothing') {
    throw new UsageError(
      sentence`drive ${letter} has the id "${driveId}", but ${path} already exists and holds the key of a drive from another session. Move that file to another folder, or specify another id: --drive ${letter}=${target},id=….`,
    );
  }
}

/** Beside the journal, one for each session. A session is resumed from it. */
export function planFileOf(journal: string, sessionId: string): string {
  return resolve(besideJournal(journal, `.${sessionId}.plan`));
}

/** The path of an output that no option names: beside the journal. */
export function besideJournal(journal: string, ending: string): string {
  return join(dirname(journal), basename(journal, extname(journal)) + ending);
}
