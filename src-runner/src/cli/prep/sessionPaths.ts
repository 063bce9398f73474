import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { eventsPathOf, lockPathOf, stopPathOf } from '#core/journal/journalLock';
import { recoveryPathOf } from '#core/journal/recoveryLog';
import type { SessionDrive } from '#core/journal/sessionRecords';
import { sentence } from '../../language/sentence';
import { holdsDrive } from '../../drives/ownDrive';
import { driveMarks, parseDriveIdentity } from '../../preparation/driveIdentity';
import { driveInfoPath } from '../../report/outputFiles';
import { logDirectoryOf } from '../../session/portalJournal';
import type { SessionJournal } from '../../session/sessionJournal';
import { layoutDisk } from '../../volume/diskLayout';
import type { CommandPath } from '../commandPaths';
import { UsageError } from '../exitCode';
import { besideJournal } from './prepOptions';
import type { PrepOptions } from './prepOptions';

/** What a session reads beside its sources. */
export function inputFiles({ datasets, drivesets, additionalDrivesets, configuration, storageKeyFile, containerSasFile }: PrepOptions): CommandPath[] {
  const named = (name: string, path: string | undefined): CommandPath[] => (path === undefined ? [] : [{ name, path, use: 'read' }]);
  return [
    ...datasets.map((path): CommandPath => ({ name: '--dataset', path, use: 'read' })),
    ...drivesets.map((path): CommandPath => ({ name: '--driveset', path, use: 'read' })),
    ...additionalDrivesets.map((path): CommandPath => ({ name: '--additional-driveset', path, use: 'read' })),
    ...named('--config', configuration),
    ...named('--storage-key-file', storageKeyFile),
    ...named('--container-sas-file', containerSasFile),
  ];
}

/** What it writes, but for its drives and their infos. */
export function sessionFiles({ journal, request, logDirectory, eventsFile }: PrepOptions, jrm: string | undefined): CommandPath[] {
  const logs = logDirectory ?? logDirectoryOf(journal);
  const files: readonly (readonly [name: string, path: string])[] = [
    [sentence`the journal`, journal],
    [sentence`the recovery log`, recoveryPathOf(journal)],
    ...(jrm === undefined ? [] : ([[sentence`the JRM`, jrm]] as const)),
    [sentence`the saved plan`, planFileOf(journal, request.sessionId)],
    [sentence`the events`, eventsFile ?? eventsPathOf(resolve(journal))],
  ];
  const log: CommandPath = { name: sentence`the log`, path: join(logs, `${request.sessionId}.log`), use: 'written', isFolderMade: true };
  return [...files.map(([name, path]): CommandPath => ({ name, path, use: 'written' })), log];
}

/**
 * Makes sure that no JRM is written over: it holds the keys of the drives that it was written for, and may be the only file that does.
 *
 * @throws UsageError
 */
export function checkFreeJrm(jrm: string): void {
  const there = statSync(jrm, { throwIfNoEntry: false });
  if (there !== undefined && there.size > 0) {
    throw new UsageError(sentence`${jrm} is there already, and holds the keys of the drives that it was written for. Move it away, or name another place with --jrm.`);
  }
}

export function namedTargets({ drives }: PrepOptions): CommandPath[] {
  return [...drives].map(([letter, { target }]) => ({ name: `--drive ${letter}`, path: target, use: 'written', isTarget: true }));
}

/** What lies beside the journal for its own purposes, and what its earlier sessions have written. */
export function earlierFiles(journal: SessionJournal): string[] {
  const folder = dirname(resolve(journal.path));
  const ofSessions = (journal.state?.sessions ?? []).flatMap(({ parameters, drives }) => [
    parameters.jrm,
    parameters.planFile,
    ...drives.flatMap(({ description }) => [description.target, driveInfoPath(folder, description.driveId)]),
  ]);
  return [lockPathOf(journal.path), stopPathOf(journal.path), ...ofSessions];
}

/** Where the drives of its earlier sessions still are. */
export function earlierImages(journal: SessionJournal): string[] {
  return (journal.state?.sessions ?? []).flatMap(({ id, drives }) =>
    drives.flatMap(({ description: { target, capacity, bitLockerKey, bitLockerSecrets } }) =>
      // A drive without data has not been made.
      bitLockerKey !== '' && holdsDrive(target, driveMarks(id, parseDriveIdentity(bitLockerSecrets), layoutDisk(capacity))) ? [target] : [],
    ),
  );
}

/**
 * Makes sure that a drive has not the id of another one whose info lies in the folder: it would be written over at the end, and
 * with it, maybe, all that is left of a key.
 *
 * @throws UsageError
 */
export function checkDriveInfo({ letter, driveId, target }: Pick<SessionDrive, 'letter' | 'driveId' | 'target'>, journal: string): void {
  const path = driveInfoPath(dirname(resolve(journal)), driveId);
  if (existsSync(path)) {
    throw new UsageError(sentence`drive ${letter} has the id "${driveId}", and ${path} is there already, with the key of another session's drive. Move that file to another folder, or name another id: --drive ${letter}=${target},id=….`);
  }
}

/** Beside the journal, one for each session: it is what the session goes on with. */
export function planFileOf(journal: string, sessionId: string): string {
  return resolve(besideJournal(journal, `.${sessionId}.plan`));
}
