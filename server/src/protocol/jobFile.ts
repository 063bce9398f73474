/** What a job is, for the client: pure functions over names and texts. */
export { foldersNamedIn, isNamedIn, Job, MAX_DEPTH } from '#core/job/job';
export { parseJobFile } from '#core/job/jobFile';
export type { JobFile } from '#core/job/jobFile';
export { pathInFolder } from '#core/names/folderPath';
export { recogniseTable } from '#core/table/recognition';
export type { TableKind } from '#core/table/tableKind';
