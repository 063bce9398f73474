/** What `job.json` says, for the client: a pure function over its text. */
export { parseJobFile } from '#core/job/jobFile';
export type { JobFile } from '#core/job/jobFile';
