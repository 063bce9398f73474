import type * as fs from 'node:fs';

/** What of `node:fs` the pipeline calls. Tests pass one that fails as they wish. */
export type FileCalls = Pick<typeof fs, 'openSync' | 'closeSync' | 'fstatSync' | 'statSync' | 'readSync' | 'writeSync' | 'fdatasync'>;

/** The code of an error of the operating system, `ENOENT` for instance; empty for others. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** What an error says, without the call and the path that Node appends. */
export function errorText(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/, [a-z]+( '.*')?$/, '');
}
