import type { Dialect, ToolVersion } from '#core/columns/datasetColumns';
import type { RuleCode } from '#core/rules/catalogue/index';
import { pathMapOf, ruleLevels } from '#core/rules/ruleConfiguration';
import type { RuleLevel } from '#core/rules/ruleConfiguration';
import type { ReadingWishes } from '#core/job/reading';

/** The user's `sneakernet.*` settings for a resource. */
export interface Settings {
  readonly dialect: Dialect | 'auto';
  readonly rules: ReadonlyMap<RuleCode, RuleLevel>;
  readonly pathMap: Readonly<Record<string, string>>;
  readonly runnerPlatform: 'auto' | 'windows' | 'native';
  readonly tool: ToolVersion;
  readonly largeFileShares: boolean;
  readonly format: 'off' | 'align' | 'shrink';
  readonly columnNameHints: boolean;
  readonly hover: boolean;
  readonly maxFindings: number;
}

/** Reads the `sneakernet` section as a client gives it; missing or wrong values take their defaults. */
export function parseSettings(section: unknown): Settings {
  const value = asObject(section);
  const maxFindings = asObject(value['validation'])['maxFindings'];
  return {
    dialect: oneOf(value['dialect'], ['auto', 'blob', 'files']),
    rules: ruleLevels(value['rules']),
    pathMap: pathMapOf(value['pathMap']),
    runnerPlatform: oneOf(value['runnerPlatform'], ['auto', 'windows', 'native']),
    tool: oneOf(value['tool'], ['current', '2017']),
    largeFileShares: value['largeFileShares'] === true,
    format: oneOf(asObject(value['format'])['align'], ['off', 'align', 'shrink']),
    columnNameHints: asObject(value['inlayHints'])['columnNames'] === true,
    hover: asObject(value['hover'])['enabled'] !== false,
    maxFindings: typeof maxFindings === 'number' && maxFindings >= 1 ? Math.floor(maxFindings) : 1000,
  };
}

/** The user's settings that decide how a job is read. */
export function wishesOf({ rules, dialect, pathMap, runnerPlatform, tool, largeFileShares }: Settings): ReadingWishes {
  return { rules, dialect: dialect === 'auto' ? undefined : dialect, pathMap, runnerPlatform, tool, largeFileShares };
}

/** True where both settings lead to the same findings. */
export function sameChecks(a: Settings, b: Settings): boolean {
  const key = ({ dialect, rules, pathMap, runnerPlatform, tool }: Settings) =>
    JSON.stringify([dialect, [...rules], pathMap, runnerPlatform, tool]);
  return key(a) === key(b);
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function oneOf<T extends string>(value: unknown, allowed: readonly [T, ...T[]]): T {
  return allowed.find((candidate) => candidate === value) ?? allowed[0];
}
