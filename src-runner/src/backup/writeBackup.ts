import { createHash, randomBytes } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { Encrypter } from 'age-encryption';
import { createTarPacker } from 'modern-tar';
import { sentence } from '../language/sentence';
import { openFileHandle } from '../model/regularFile';
import { replaceFile } from '../model/replaceFile';
import { codeOf } from '../model/systemError';
import { BackupError } from './backupError';
import { filePieces } from './fileStream';

/** Who can read a backup: anybody with the passphrase, or with the identity of one of the recipients (`age1…`). */
export type BackupAccess = { readonly passphrase: string } | { readonly recipients: readonly string[] };

/** A file in a new backup. */
export interface BackedUpFile {
  readonly path: string;
  /** Its name in the archive. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

export interface BackupOptions {
  readonly access: BackupAccess;
  /** An existing backup is replaced. */
  readonly force: boolean;
  readonly signal: AbortSignal;
}

/**
 * Writes files into a tar that is encrypted with age (age-encryption.org/v1). It has mode 0600 and is created
 * completely or not at all. Files are processed in pieces; a passphrase takes 256 MiB for a second, as age requires.
 *
 * @throws BackupError
 * @throws the signal's reason if it is aborted
 */
export async function writeBackup(
  paths: readonly string[],
  to: string,
  { access, force, signal }: BackupOptions,
): Promise<BackedUpFile[]> {
  checkNames(paths);
  const encrypter = encrypterFor(access);
  const temporary = `${to}.${randomBytes(6).toString('hex')}.tmp`;
  const { readable, controller } = createTarPacker();
  const output = await openOutput(temporary, to, force);
  let isComplete = false;
  try {
    const packing = pack(paths, controller, signal);
    // An error there ends the stream, and is thrown below.
    packing.catch((error: unknown) => {
      controller.error(error);
    });
    const encrypted = await encrypter.encrypt(readable);
    for await (const piece of encrypted as unknown as AsyncIterable<Uint8Array>) {
      signal.throwIfAborted();
      await output.writeFile(piece);
    }
    const files = await packing;
    await output.sync();
    await output.close();
    replaceFile(temporary, to);
    isComplete = true;
    return files;
  } catch (error) {
    signal.throwIfAborted();
    throw isSystemError(error)
      ? new BackupError(
          sentence`${to} cannot be written (${codeOf(error)}). Free some space, or choose another folder.`,
          {
            cause: error,
          },
        )
      : error;
  } finally {
    if (!isComplete) {
      await output.close().catch(() => undefined);
      await rm(temporary, { force: true });
    }
  }
}

function checkNames(paths: readonly string[]): void {
  const names = new Set<string>();
  for (const path of paths) {
    const name = basename(path).toLowerCase();
    if (names.has(name))
      throw new BackupError(
        sentence`Two of the files are named ${basename(path)}, but a backup stores all files in one folder.`,
      );
    names.add(name);
  }
}

function encrypterFor(access: BackupAccess): Encrypter {
  const encrypter = new Encrypter();
  if ('passphrase' in access) {
    encrypter.setPassphrase(access.passphrase);
    return encrypter;
  }
  for (const recipient of access.recipients) {
    try {
      encrypter.addRecipient(recipient);
    } catch {
      // It may be a secret key, passed by mistake: it is not repeated.
      throw new BackupError(
        sentence`One of the recipients is not valid. A recipient begins with "age1"; age-keygen prints it as "public key".`,
      );
    }
  }
  return encrypter;
}

async function openOutput(temporary: string, to: string, force: boolean): Promise<FileHandle> {
  try {
    if (!force) await (await open(to, 'wx', 0o600)).close();
    if (!force) await rm(to);
    return await open(temporary, 'wx', 0o600);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST')
      throw new BackupError(sentence`${to} already exists. Choose another name, or replace it with --force.`);
    throw new BackupError(sentence`${to} cannot be written (${code}). Choose another folder.`, { cause: error });
  }
}

async function pack(
  paths: readonly string[],
  controller: ReturnType<typeof createTarPacker>['controller'],
  signal: AbortSignal,
): Promise<BackedUpFile[]> {
  const files: BackedUpFile[] = [];
  for (const path of paths) {
    signal.throwIfAborted();
    files.push(await packFile(path, controller));
  }
  controller.finalize();
  return files;
}

async function packFile(
  path: string,
  controller: ReturnType<typeof createTarPacker>['controller'],
): Promise<BackedUpFile> {
  const file = await openFileHandle(path).catch((error: unknown) => {
    throw new BackupError(sentence`${path} cannot be read (${codeOf(error)}).`, { cause: error });
  });
  try {
    const { size, mtime } = await file.stat();
    const name = basename(path);
    const writer = controller.add({ name, size, mode: 0o600, mtime, type: 'file' }).getWriter();
    const hash = createHash('sha256');
    let length = 0;
    for await (const piece of filePieces(file, size)) {
      hash.update(piece);
      length += piece.length;
      await writer.write(piece);
    }
    if (length !== size)
      throw new BackupError(
        sentence`${path} became shorter while it was being read. Try again when nothing is writing to it.`,
      );
    await writer.close();
    return { path, name, size, modified: mtime.getTime(), sha256: hash.digest('hex') };
  } finally {
    await file.close();
  }
}

const isSystemError = (error: unknown): boolean => error instanceof Error && 'syscall' in error;
