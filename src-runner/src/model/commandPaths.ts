import { randomBytes } from 'node:crypto';
import { accessSync, closeSync, constants, existsSync, openSync, statSync, unlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { sentence } from '../language/sentence';
import { pathIdentity } from './pathIdentity';
import { codeOf } from './systemError';
import { UsageError } from './usageError';

/** A path that a command was given or derives, and what it is used for. */
export interface CommandPath {
  /** What the path belongs to, for messages: an option, or a description. */
  readonly name: string;
  readonly path: string;
  readonly use: 'read' | 'written';
  /** True for the target of a drive: targets are compared with each other elsewhere, with the drives. */
  readonly isTarget?: boolean;
  /** True for a file whose folder is created if missing. */
  readonly isFolderMade?: boolean;
}

/**
 * Compares the paths of one command with each other: a file that is written must not be any of the others, under any
 * name.
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
    // The only way to find out whether a file can be created is to create one.
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
