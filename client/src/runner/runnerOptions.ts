/**
 * Options of the runner by their long names, without hyphens in front: `{ dataset: ['a.csv'], map: ['F:\\=/srv'], yes: true }`.
 * False and undefined leave one out.
 */
export type RunnerOptions = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** What a command of the runner is asked to do, as its `--options-file` takes it. */
export interface RunnerRequest {
  readonly options?: RunnerOptions;
  /** What stands without an option: targets, files. */
  readonly operands?: readonly string[];
  /** What nobody else may see; by the names that the command's help tells. */
  readonly secrets?: Readonly<Record<string, string>>;
}

/** The text that the runner reads from its standard input: nothing of it can be seen in a list of processes. */
export function requestText({ options = {}, operands = [], secrets = {} }: RunnerRequest): string {
  return JSON.stringify({
    options,
    ...(operands.length > 0 && { operands }),
    ...(Object.keys(secrets).length > 0 && { secrets }),
  });
}
