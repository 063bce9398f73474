import { randomBytes } from 'node:crypto';
import { lstatSync } from 'node:fs';
import { link, open, rm, utimes } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { sentence } from '../language/sentence';
import { makeFolders } from '../model/makeFolders';
import { isUnsafeName } from '../model/safeName';
import { JrmFileError, readJrmFile } from '../report/readJrmFile';
import type { SealVerdict } from '#core/jrm/jrmReader';
import { replaceFile } from '../model/replaceFile';
import { codeOf } from '../model/systemError';
import { breather } from '../model/breather';
import { BackupError } from './backupError';
import { backupEntries } from './openBackup';
import type { BackupEntry, BackupKey } from './openBackup';

/** A file that a backup holds. */
export interface ListedFile {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
}

export interface RestoredFile extends ListedFile {
  /** Its new path; undefined if an existing file stays. */
  readonly path: string | undefined;
  /** For a JRM, whether its seal is intact. `unreadable`: it cannot be read as a JRM. */
  readonly seal?: SealVerdict | 'unreadable';
}

/** What happens to existing files. With `refuse`, nothing is written at all if there are any. */
export type ExistingFiles = 'refuse' | 'keep' | 'replace';

/**
 * The files of a backup. The whole backup is read, so everything that is listed is intact.
 *
 * @throws BackupError
 */
export async function listBackup(backup: string, key: BackupKey, signal: AbortSignal): Promise<ListedFile[]> {
  const files: ListedFile[] = [];
  for await (const { name, size, modified, pieces } of backupEntries(backup, key, signal)) {
    checkName(name, files, backup);
    await passOver(pieces, signal);
    files.push({ name, size, modified });
  }
  return files;
}

interface WrittenFile extends ListedFile {
  readonly place: string;
  readonly temporary: string;
}

/**
 * Writes the files of a backup into a folder, with mode 0600: all of them once the last one has been read, or none.
 *
 * @throws BackupError; with `refuse` also if a file exists already
 * @throws the signal's reason if it is aborted
 */
export async function restoreBackup(
  backup: string,
  folder: string,
  key: BackupKey,
  existing: ExistingFiles,
  signal: AbortSignal,
): Promise<RestoredFile[]> {
  const written: WrittenFile[] = [];
  const kept: ListedFile[] = [];
  try {
    makeFolders(folder);
    for await (const entry of backupEntries(backup, key, signal)) {
      checkName(entry.name, [...written, ...kept], backup);
      const place = join(folder, entry.name);
      const { name, size, modified } = entry;
      const isThere = lstatSync(place, { throwIfNoEntry: false });
      if (isThere && existing === 'refuse')
        throw new BackupError(sentence`${place} already exists. Replace it with --force, or keep it with --keep.`);
      if (isThere?.isDirectory())
        throw new BackupError(
          sentence`${place} is a folder. Move it elsewhere, or choose another folder to restore to.`,
        );
      if (isThere && existing === 'keep') {
        await passOver(entry.pieces, signal);
        kept.push({ name, size, modified });
        continue;
      }
      const temporary = `${place}.${randomBytes(6).toString('hex')}.tmp`;
      written.push({ name, size, modified, place, temporary });
      await writeEntry(entry, temporary, signal);
    }
    for (const { place, temporary } of written) await putInPlace(temporary, place, existing);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof BackupError || !(error instanceof Error && 'syscall' in error)) throw error;
    throw new BackupError(
      sentence`${folder} cannot be written (${codeOf(error)}). Choose another folder, or free some space.`,
      { cause: error },
    );
  } finally {
    for (const { temporary } of written) await rm(temporary, { force: true });
  }
  const restored: RestoredFile[] = [];
  for (const { name, size, modified, place } of written)
    restored.push({ name, size, modified, path: place, ...(await sealOf(place, signal)) });
  return [...restored, ...kept.map((file) => ({ ...file, path: undefined }))];
}

/** Reads an entry to its end, so that the next one can follow. */
async function passOver(pieces: BackupEntry['pieces'], signal: AbortSignal): Promise<void> {
  const iterator = pieces[Symbol.asyncIterator]();
  while (!(await iterator.next()).done) signal.throwIfAborted();
}

/** Anybody may have made the backup: none of its names may lead out of the folder. */
function checkName(name: string, others: readonly ListedFile[], backup: string): void {
  if (isUnsafeName(name))
    throw new BackupError(
      sentence`${backup} contains a file ${JSON.stringify(name)}, whose name could lead to another folder: it is not a backup of a job.`,
    );
  if (others.some((other) => other.name.toLowerCase() === name.toLowerCase()))
    throw new BackupError(sentence`${backup} contains ${JSON.stringify(name)} twice: it is not a backup of a job.`);
}

async function writeEntry({ pieces, modified }: BackupEntry, temporary: string, signal: AbortSignal): Promise<void> {
  const file = await open(temporary, 'wx', 0o600);
  try {
    for await (const piece of pieces) {
      signal.throwIfAborted();
      await file.writeFile(piece);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  await utimes(temporary, modified / 1000, modified / 1000);
}

/** Gives a file its final name. A file created there in the meantime is replaced only on request. */
async function putInPlace(temporary: string, place: string, existing: ExistingFiles): Promise<void> {
  if (existing === 'replace') {
    replaceFile(temporary, place);
    return;
  }
  try {
    // Unlike a rename, a link fails if the place is taken.
    await link(temporary, place);
  } catch (error) {
    if (codeOf(error) === 'EEXIST')
      throw new BackupError(sentence`${place} has been created in the meantime. Try again.`);
    // Some file systems have no links.
    replaceFile(temporary, place);
  }
}

async function sealOf(path: string, signal: AbortSignal): Promise<Pick<RestoredFile, 'seal'>> {
  if (extname(path).toLowerCase() !== '.jrm') return {};
  try {
    return { seal: (await readJrmFile(path, () => undefined, breather(signal))).seal };
  } catch (error) {
    if (error instanceof JrmFileError) return { seal: 'unreadable' };
    throw error;
  }
}
