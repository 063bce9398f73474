import { armor, Decrypter } from 'age-encryption';
import { createTarDecoder } from 'modern-tar';
import { sentence } from '../language/sentence';
import { openFileHandle } from '../model/regularFile';
import { codeOf } from '../model/systemError';
import { BackupError } from './backupError';
import { filePieces, streamOf } from './fileStream';

/** What opens a backup: the passphrase, or identities (`AGE-SECRET-KEY-1…`), one per line. Both are secrets. */
export type BackupKey = { readonly passphrase: string } | { readonly identities: string };

/** A file in a backup. */
export interface BackupEntry {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
  /** Read this to its end before asking for the next entry. */
  readonly pieces: AsyncIterable<Uint8Array>;
}

/** The longest ASCII-armored backup, in bytes: it is decoded as a whole. */
const LONGEST_ARMORED = 256 * 1024 * 1024;
const ARMOR = '-----BEGIN AGE ENCRYPTED FILE-----';
/** More than any backup of a job has. */
const MOST_ENTRIES = 10_000;

/**
 * The files of a backup, one after the other, in bounded memory. They count only once the last one has been read
 * without an error, because only then is it certain that nothing is missing.
 *
 * @throws BackupError
 */
export async function* backupEntries(
  path: string,
  key: BackupKey,
  signal: AbortSignal,
): AsyncGenerator<BackupEntry, void, undefined> {
  const file = await openFileHandle(path).catch((error: unknown) => {
    throw new BackupError(sentence`${path} cannot be read (${codeOf(error)}).`, { cause: error });
  });
  try {
    const { size } = await file.stat();
    const decrypter = decrypterFor(key);
    const head = Buffer.alloc(ARMOR.length);
    await file.read(head, 0, head.length, 0);
    const isArmored = head.toString('latin1') === ARMOR;
    if (isArmored && size > LONGEST_ARMORED)
      throw new BackupError(
        sentence`${path} is encoded as text ("armored") and is too long for that: decrypt it with age.`,
      );
    const pieces = isArmored ? decoded(await file.readFile('latin1'), path) : filePieces(file, size);
    const decrypted = await decrypter.decrypt(streamOf(pieces)).catch((error: unknown) => {
      throw decryptionFailure(path, error, key);
    });
    yield* entriesOf(decrypted as ReadableStream<Uint8Array<ArrayBuffer>>, path, signal);
  } finally {
    await file.close();
  }
}

async function* entriesOf(
  tar: ReadableStream<Uint8Array<ArrayBuffer>>,
  path: string,
  signal: AbortSignal,
): AsyncGenerator<BackupEntry, void, undefined> {
  let count = 0;
  try {
    for await (const { header, body } of tar.pipeThrough(createTarDecoder({ strict: true }))) {
      signal.throwIfAborted();
      if (++count > MOST_ENTRIES)
        throw new BackupError(sentence`${path} contains more than ${MOST_ENTRIES} files: it is not a backup of a job.`);
      const { name, size, type = 'file', mtime } = header;
      if (type !== 'file')
        throw new BackupError(
          sentence`${path} contains ${JSON.stringify(name)}, which is not a file: it is not a backup of a job.`,
        );
      yield { name, size, modified: mtime?.getTime() ?? 0, pieces: body };
    }
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof BackupError || (error instanceof Error && 'syscall' in error)) throw error;
    throw new BackupError(
      sentence`${path} is damaged or is not a backup: its contents cannot be read to the end. Use another copy of it.`,
      { cause: error },
    );
  }
}

async function* decoded(text: string, path: string): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  await Promise.resolve();
  try {
    yield Uint8Array.from(armor.decode(text));
  } catch (error) {
    throw new BackupError(sentence`${path} is damaged: its text encoding ("armored") is not valid.`, { cause: error });
  }
}

function decrypterFor(key: BackupKey): Decrypter {
  const decrypter = new Decrypter();
  if ('passphrase' in key) {
    decrypter.addPassphrase(key.passphrase);
    return decrypter;
  }
  const identities = key.identities
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  if (identities.length === 0)
    throw new BackupError(
      sentence`The identity file contains no identity. An identity is a line that begins with "AGE-SECRET-KEY-1".`,
    );
  for (const identity of identities) {
    try {
      decrypter.addIdentity(identity);
    } catch {
      throw new BackupError(
        sentence`The identity file contains something other than identities, which are lines that begin with "AGE-SECRET-KEY-1". If the file itself is encrypted, decrypt it first.`,
      );
    }
  }
  return decrypter;
}

function decryptionFailure(path: string, error: unknown, key: BackupKey): unknown {
  if (error instanceof BackupError || !(error instanceof Error)) return error;
  if (error.message.startsWith('no identity matched')) {
    return new BackupError(
      'passphrase' in key
        ? sentence`The passphrase does not open ${path}. If the backup was made for a recipient (age1…), use the identity file of that recipient.`
        : sentence`None of the identities opens ${path}. If the backup was made with a passphrase, use that passphrase.`,
    );
  }
  return new BackupError(sentence`${path} is not an age file, or it is damaged: ${error.message}.`, { cause: error });
}
