import type { Dialect, ToolVersion } from '../columns/datasetColumns';
import type { RuleCode } from '../rules/catalogue';
import { ruleSettings } from '../rules/ruleConfiguration';
import type { RuleLevel } from '../rules/ruleConfiguration';
import type { RuleSettings } from '../rules/ruleSettings';
import type { Job } from './job';

/** The system whose runner a job is written for. `auto`: that of the current machine. */
export type RunnerPlatform = 'auto' | 'windows' | 'native';

/** What the user has set for reading a job: in the editor's settings, or on the command line. */
export interface ReadingWishes {
  readonly rules?: ReadonlyMap<RuleCode, RuleLevel>;
  readonly dialect?: Dialect | undefined;
  readonly pathMap?: Readonly<Record<string, string>>;
  readonly runnerPlatform?: RunnerPlatform;
  readonly tool?: ToolVersion | undefined;
  readonly largeFileShares?: boolean | undefined;
}

/** How a file of a job is read. */
export interface Reading {
  readonly settings: RuleSettings;
  /** `undefined`: determined by the header. */
  readonly dialect: Dialect | undefined;
  readonly pathMap: Readonly<Record<string, string>>;
  /** True where a BasePath may be a path of this machine, which does not run Windows. */
  readonly nativePaths: boolean;
  readonly tool: ToolVersion;
  /** True where the shares that the job writes to are large file shares. */
  readonly largeFileShares: boolean;
}

/**
 * How a file of a job is read. The command line takes precedence, followed by `job.json`, `sneakernet.json`, and the
 * editor's settings. Path maps and severities are merged entry by entry, with the same precedence.
 *
 * @param path of the file, relative to the job's folder
 * @param windows true on a machine with Windows
 */
export function readingOf(
  job: Job | undefined,
  path: string,
  windows: boolean,
  editor: ReadingWishes = {},
  commandLine: ReadingWishes = {},
): Reading {
  const { configuration, file } = job ?? {};
  const levels = new Map([...(editor.rules ?? []), ...(configuration?.rules ?? []), ...(commandLine.rules ?? [])]);
  const platform = commandLine.runnerPlatform ?? editor.runnerPlatform ?? 'auto';
  return {
    settings: ruleSettings(levels, configuration?.suppressions ?? [], path, job?.ignoresCase ?? windows),
    dialect: commandLine.dialect ?? file?.dialect ?? configuration?.dialect ?? editor.dialect,
    pathMap: mergePathMaps(editor.pathMap, configuration?.pathMap, commandLine.pathMap),
    nativePaths: platform === 'native' || (platform === 'auto' && !windows),
    tool: configuration?.tool ?? editor.tool ?? 'current',
    largeFileShares: configuration?.largeFileShares ?? editor.largeFileShares ?? false,
  };
}

/** Merges path maps: if two map the same beginning, regardless of case, the later one counts. */
function mergePathMaps(
  ...maps: readonly (Readonly<Record<string, string>> | undefined)[]
): Readonly<Record<string, string>> {
  const merged = new Map<string, readonly [string, string]>();
  for (const map of maps)
    for (const [from, to] of Object.entries(map ?? {})) merged.set(from.toLowerCase(), [from, to]);
  return Object.fromEntries(merged.values());
}
