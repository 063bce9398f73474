/**
 * Options of the runner by long name, without hyphens: `{ dataset: ['a.csv'], map: ['F:\\=/srv'], yes: true }`. Options
 * that are false or undefined are left out.
 */
export type RunnerOptions = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** The arguments for a command of the runner, as its `--options-file` takes them. */
export interface RunnerRequest {
  readonly options?: RunnerOptions;
  /** Arguments that are not options: targets, files. */
  readonly operands?: readonly string[];
  /** Secrets, by the names in the command's help. */
  readonly secrets?: Readonly<Record<string, string>>;
}

/** The text for the runner's standard input, which is not visible in a list of processes. */
export function requestText({ options = {}, operands = [], secrets = {} }: RunnerRequest): string {
  return JSON.stringify({
    options,
    ...(operands.length > 0 && { operands }),
    ...(Object.keys(secrets).length > 0 && { secrets }),
  });
}
