import type * as fs from 'node:fs';

/** The functions of `node:fs` that the pipeline calls. Tests pass versions that fail on purpose. */
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
