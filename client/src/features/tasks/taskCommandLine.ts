import { dirname, resolve } from 'node:path';

/**
 * A task of the type `sneakernet` in tasks.json (`taskDefinitions` in package.json). Paths are relative to the
 * workspace folder.
 */
export interface RunnerTaskDefinition {
  readonly type: string;
  readonly task: RunnerTaskName;
  readonly dataset?: string | readonly string[];
  readonly driveset?: string | readonly string[];
  readonly journal?: string;
  readonly session?: string;
  readonly jrm?: string;
  /** Targets by letter. */
  readonly drives?: Readonly<Record<string, string>>;
  /** Maps Windows paths to this machine; takes precedence over the job's files and the settings. */
  readonly map?: Readonly<Record<string, string>>;
}

export const runnerTaskNames = ['prep', 'resume', 'plan', 'validate', 'verify'] as const;
export type RunnerTaskName = (typeof runnerTaskNames)[number];

/** What a task runs. */
export interface TaskCommandLine {
  /** The runner's command and its options, without secrets. */
  readonly args: readonly string[];
  /** The job's folder: images without a target are created there. */
  readonly cwd: string;
}

/** Whether a definition says what to do. */
export function isRunnerTask(definition: {
  readonly type: string;
  readonly task?: unknown;
}): definition is RunnerTaskDefinition {
  return definition.type === 'sneakernet' && runnerTaskNames.some((name) => name === definition.task);
}

/**
 * The command line of a task.
 *
 * @param folder of the workspace
 * @param editorSettings the settings for reading the job, in JSON
 */
export function taskCommandLine(
  { task, dataset, driveset, journal, session, jrm, drives = {}, map = {} }: RunnerTaskDefinition,
  folder: string,
  editorSettings: string,
): TaskCommandLine {
  const inFolder = (path: string): string => resolve(folder, path);
  const datasets = listOf(dataset).map(inFolder);
  const drivesets = listOf(driveset).map(inFolder);
  const option = (name: string, values: readonly string[]): string[] => values.flatMap((value) => [`--${name}`, value]);
  const path = (name: string, value: string | undefined): string[] =>
    option(name, value === undefined ? [] : [inFolder(value)]);
  const tables = [...option('dataset', datasets), ...option('driveset', drivesets)];
  const reading = [
    ...option(
      'map',
      Object.entries(map).map(([from, to]) => `${from}=${to}`),
    ),
    '--editor-settings',
    editorSettings,
  ];
  const targets = option(
    'drive',
    Object.entries(drives).map(([letter, target]) => `${letter}=${isDisk(target) ? target : inFolder(target)}`),
  );
  const sessions = option('session', session === undefined ? [] : [session]);
  const outputs = [...path('journal', journal), ...sessions, ...path('jrm', jrm)];
  const [job = journal] = task === 'verify' ? [jrm] : listOf(dataset);
  const cwd = job === undefined ? folder : dirname(inFolder(job));
  switch (task) {
    case 'prep':
      return { args: ['prep', ...tables, ...outputs, ...targets, ...reading], cwd };
    case 'resume':
      return { args: ['prep', '--resume', ...path('journal', journal), ...sessions, ...targets], cwd };
    case 'plan':
      return { args: ['plan', ...tables, ...sessions, ...targets, ...reading], cwd };
    case 'validate':
      return {
        args: [
          'validate',
          ...(datasets.length + drivesets.length > 0 ? [...datasets, ...drivesets] : [folder]),
          ...reading,
        ],
        cwd,
      };
    case 'verify':
      return { args: ['verify', ...path('jrm', jrm), ...targets], cwd };
  }
}

function listOf(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}

/** The name of a disk does not depend on a folder. */
function isDisk(target: string): boolean {
  return /^(?:\/dev\/|\\\\[.?]\\|[A-Za-z]:$)/.test(target);
}
