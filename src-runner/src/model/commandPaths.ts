import { randomBytes } from 'node:crypto';
import { accessSync, closeSync, constants, existsSync, openSync, statSync, unlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { sentence } from '../language/sentence';
import { pathIdentity } from './pathIdentity';
import { codeOf } from './systemError';
import { UsageError } from './usageError';

/** A path that a command was given or makes up, and what it does with it. */
export interface CommandPath {
  /** What names it, for messages: an option, or what is there. */
  readonly name: string;
  readonly path: string;
  readonly use: 'read' | 'written';
  /** Of the target of a drive: those are held against each other where the drives are. */
  readonly isTarget?: boolean;
  /** Of a file whose folder is made where it lacks. */
  readonly isFolderMade?: boolean;
}

/**
 * Holds the paths of one command against each other: a file that is written is none of the others, whatever it is called there.
 *
 * @throws UsageError
 */
export function checkDistinctPaths(paths: readonly CommandPath[]): void {
  const known = new Map<string, CommandPath>();
  for (const one of paths) {
    const identity = pathIdentity(one.path);
    const other = known.get(identity);
    if (other && (one.use === 'written' || other.use === 'written') && !(one.isTarget && other.isTarget)) {
      throw new UsageError(
        sentence`${one.name} and ${other.name} are the same file, ${one.path}. One of them would overwrite the other: specify another location.`,
      );
    }
    if (!other) known.set(identity, one);
  }
}

/**
 * Makes sure that a file can be written at a place, before anything else is done.
 *
 * @throws UsageError
 */
export function checkWritable({ name, path, isFolderMade }: Omit<CommandPath, 'use'>): void {
  const refuse = (what: string): never => {
    throw new UsageError(sentence`${name} (${path}) cannot be written: ${what}. Specify another location.`);
  };
  try {
    const facts = statSync(path, { throwIfNoEntry: false });
    if (facts !== undefined && !facts.isFile()) return refuse(sentence`something that is not a file is already there`);
    if (facts !== undefined) {
      accessSync(path, constants.W_OK);
      return;
    }
    // Only making a file tells whether one can be made.
    let folder = dirname(resolve(path));
    while (isFolderMade && !existsSync(folder)) folder = dirname(folder);
    const probe = join(folder, `.${randomBytes(6).toString('hex')}.tmp`);
    closeSync(openSync(probe, 'wx', 0o600));
    unlinkSync(probe);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    return refuse(codeOf(error));
  }
}
