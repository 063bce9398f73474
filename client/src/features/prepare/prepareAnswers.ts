import type { RunnerOptions } from '../../runner/runnerOptions';

/** Where a drive of the driveset is written. */
export interface DriveAnswer {
  /** Path of an image or a disk; relative to the job's folder. */
  readonly target: string;
  /** Of an image, as it was typed; as large as its contents without one. */
  readonly size?: string;
}

export type CredentialKind = 'storage-key' | 'container-sas';

/** What preparing a job needs to know. Secrets are not here: these answers are remembered. */
export interface PrepareAnswers {
  readonly sessionId: string;
  /** By letter; drives without an answer go where the runner puts them. */
  readonly drives: Readonly<Record<string, DriveAnswer>>;
  /** What the drives' manifests say of the storage account; nothing where the job itself names it. */
  readonly credential: CredentialKind | undefined;
}

/** The paths of a job, on this machine. */
export interface JobPaths {
  readonly datasets: readonly string[];
  readonly drivesets: readonly string[];
  readonly journal: string;
  readonly logDirectory: string;
  /** How the settings have the job read, in JSON. */
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

/** The options of `sneakernet prep`. @param erase paths of targets that the user has agreed to lose */
export function prepOptions(job: JobPaths, answers: PrepareAnswers, erase: readonly string[]): RunnerOptions {
  return { ...jobOptions(job, answers), logdir: job.logDirectory, erase };
}

function driveOption(drives: PrepareAnswers['drives']): string[] {
  return Object.entries(drives).map(
    ([letter, { target, size }]) => `${letter}=${target}${size === undefined ? '' : `,size=${size}`}`,
  );
}

/** The id of a further session of a journal: the last one's, counted on. */
export function nextSessionId(used: readonly string[], wanted: string): string {
  if (!used.includes(wanted)) return wanted;
  const [, stem = '', number = ''] = /^(.*?)(\d*)$/.exec(wanted) ?? [];
  const base = number === '' ? `${stem}#` : stem;
  for (let next = Number(number || 1) + 1; ; next++) {
    const id = `${base}${next}`;
    if (!used.includes(id)) return id;
  }
}
