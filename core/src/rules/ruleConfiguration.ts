import { properties } from '#schemas/sneakernet.schema.json';
import type { Dialect, ToolVersion } from '../columns/datasetColumns';
import { LONGEST_JSON } from '../limits/limits';
import { isSamePath, pathInFolder } from '../names/folderPath';
import { parseJson } from '../text/boundedJson';
import type { RuleCode } from './catalogue';
import type { Severity } from './rule';
import type { RuleSettings } from './ruleSettings';

/** A severity for a rule, or `off`. */
export type RuleLevel = Severity | 'off';

/** A finding that the user knows and accepts. */
export interface Suppression {
  /** The CSV, relative to the `sneakernet.json`. */
  readonly file: string;
  readonly code: RuleCode;
  /** The record's BasePath or DriveLetter. */
  readonly subject?: string;
}

/** The content of a `sneakernet.json` (schemas/sneakernet.schema.json). Values of the wrong type are left out. */
export interface RuleConfiguration {
  readonly rules: ReadonlyMap<RuleCode, RuleLevel>;
  readonly suppressions: readonly Suppression[];
  readonly dialect: Dialect | undefined;
  readonly pathMap: Readonly<Record<string, string>>;
  readonly tool: ToolVersion | undefined;
  readonly largeFileShares: boolean | undefined;
}

/**
 * Read from the schema instead of the catalogue, so that code that only needs a job's files does not load all rule
 * texts.
 */
const codes: ReadonlySet<string> = new Set(properties.rules.propertyNames.enum);

const isRuleCode = (text: string): text is RuleCode => codes.has(text);

const levels: ReadonlySet<unknown> = new Set(['error', 'warning', 'information', 'off']);

/** Severities by code, from a setting or a `sneakernet.json`. Unknown codes and severities are left out. */
export function ruleLevels(value: unknown): Map<RuleCode, RuleLevel> {
  const found = new Map<RuleCode, RuleLevel>();
  if (typeof value !== 'object' || value === null) return found;
  for (const [code, level] of Object.entries(value)) {
    if (isRuleCode(code) && levels.has(level)) found.set(code, level as RuleLevel);
  }
  return found;
}

/** Reads a `sneakernet.json`; comments and trailing commas are tolerated. */
export function parseRuleConfiguration(text: string): RuleConfiguration {
  const root = text.length > LONGEST_JSON ? undefined : parseJson(text, [], { allowTrailingComma: true });
  const object = typeof root === 'object' && root !== null ? (root as Record<string, unknown>) : {};
  const { dialect, pathMap, suppress, tool, largeFileShares } = object;
  return {
    rules: ruleLevels(object['rules']),
    suppressions: Array.isArray(suppress) ? suppress.flatMap(suppression) : [],
    dialect: dialect === 'blob' || dialect === 'files' ? dialect : undefined,
    pathMap: pathMapOf(pathMap),
    tool: tool === 'current' || tool === '2017' ? tool : undefined,
    largeFileShares: typeof largeFileShares === 'boolean' ? largeFileShares : undefined,
  };
}

/** The entries of a path map whose values are text. */
export function pathMapOf(value: unknown): Readonly<Record<string, string>> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function suppression(item: unknown): Suppression[] {
  if (typeof item !== 'object' || item === null) return [];
  const { file, code, basePath, driveLetter } = item as Record<string, unknown>;
  if (typeof file !== 'string' || typeof code !== 'string' || !isRuleCode(code)) return [];
  const subject = basePath ?? driveLetter;
  return [
    {
      file: pathInFolder(file) ?? file,
      code,
      ...(typeof subject === 'string' ? { subject } : {}),
    },
  ];
}

/** The settings for rules in one file, whose path is relative to the `sneakernet.json`. */
export function ruleSettings(
  levels: ReadonlyMap<RuleCode, RuleLevel>,
  suppressed: readonly Suppression[],
  file: string,
  ignoresCase: boolean,
): RuleSettings {
  const suppressions = new Map<RuleCode, Suppression[]>();
  for (const entry of suppressed) {
    if (isSamePath(entry.file, file, ignoresCase))
      suppressions.set(entry.code, [...(suppressions.get(entry.code) ?? []), entry]);
  }
  return {
    severity: (code, severity) => levels.get(code) ?? severity,
    suppressed: (code, subject) => suppressions.get(code)?.some((entry) => suppresses(entry, subject)) ?? false,
    suppressesNothing: suppressions.size === 0,
  };
}

function suppresses(entry: Suppression, subject: string | undefined): boolean {
  return entry.subject === undefined || entry.subject.toLowerCase() === subject?.toLowerCase();
}
