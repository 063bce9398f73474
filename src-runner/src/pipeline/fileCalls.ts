import type * as fs from 'node:fs';

/** What of `node:fs` the pipeline calls. Tests pass one that fails as they wish. */
export type FileCalls = Pick<
  typeof fs,
  | 'openSync'
  | 'open'
  | 'closeSync'
  | 'fstatSync'
  | 'statSync'
  | 'readSync'
  | 'readvSync'
  | 'read'
  | 'writeSync'
  | 'fdatasync'
>;
