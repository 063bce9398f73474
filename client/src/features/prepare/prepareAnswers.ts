import type { RunnerOptions } from '../../runner/runnerOptions';

/** Where a drive of the driveset is written. */
export interface DriveAnswer {
  /** Path of an image or a disk, relative to the job's folder. */
  readonly target: string;
  /** The size of an image, as typed; without it, the image becomes as large as its contents. */
  readonly size?: string;
}

export type CredentialKind = 'storage-key' | 'container-sas';

/** The answers needed to prepare a job. Must not contain secrets, because they are remembered. */
export interface PrepareAnswers {
  readonly sessionId: string;
  /** By letter; without an answer, the runner chooses the place. */
  readonly drives: Readonly<Record<string, DriveAnswer>>;
  /** The credential for the storage account in the drives' manifests; undefined if the job itself names the account. */
  readonly credential: CredentialKind | undefined;
}

/** The paths of a job, on this machine. */
export interface JobPaths {
  readonly datasets: readonly string[];
  readonly drivesets: readonly string[];
  readonly journal: string;
  readonly logDirectory: string;
  /** The editor's settings for reading the job, in JSON. */
  readonly editorSettings: string;
}

/** The options that `plan` and `prep` share. */
export function jobOptions(job: JobPaths, { sessionId, drives }: PrepareAnswers): RunnerOptions {
  return {
    dataset: job.datasets,
    driveset: job.drivesets,
    session: sessionId,
    journal: job.journal,
    'editor-settings': job.editorSettings,
    drive: driveOption(drives),
  };
}

/**
 * The options of `sneakernet prep`.
 *
 * @param erase paths of targets that the user has agreed to lose
 */
export function prepOptions(job: JobPaths, answers: PrepareAnswers, erase: readonly string[]): RunnerOptions {
  return { ...jobOptions(job, answers), logdir: job.logDirectory, erase };
}

function driveOption(drives: PrepareAnswers['drives']): string[] {
  return Object.entries(drives).map(
    ([letter, { target, size }]) => `${letter}=${target}${size === undefined ? '' : `,size=${size}`}`,
  );
}

/** An id for a further session of a journal: the last one's with its number increased. */
export function nextSessionId(used: readonly string[], wanted: string): string {
  if (!used.includes(wanted)) return wanted;
  const [, stem = '', number = ''] = /^(.*?)(\d*)$/.exec(wanted) ?? [];
  const base = number === '' ? `${stem}#` : stem;
  for (let next = Number(number || 1) + 1; ; next++) {
    const id = `${base}${next}`;
    if (!used.includes(id)) return id;
  }
}
