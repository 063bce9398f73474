import type { Dialect } from '#core/columns/datasetColumns';
import { isRuleCode } from '#core/rules/catalogue/index';
import type { RuleCode } from '#core/rules/catalogue/index';
import type { ReadingWishes } from '#core/job/reading';
import type { RuleLevel } from '#core/rules/ruleConfiguration';
import { sentence } from '../../language/sentence';
import { readArguments } from '../command';
import { commandTable } from '../commandTable';
import { editorSettings } from '../editorSettings';
import { UsageError } from '../../model/usageError';
import { oneOf, parseMapping } from '../optionValues';

export const formats = ['text', 'json', 'sarif', 'github'] as const;

/** What `sneakernet validate` was asked to do. */
export interface ValidateOptions {
  readonly paths: readonly string[];
  readonly format: (typeof formats)[number];
  /** How many findings per file are listed. */
  readonly limit: number;
  readonly dialect: Dialect | undefined;
  readonly pathMap: Readonly<Record<string, string>>;
  readonly configuration: string | undefined;
  /** One JSON event per line instead of `format`. */
  readonly events: boolean;
  /** The editor's settings, which a `sneakernet.json` and `job.json` override. */
  readonly editor: ReadingWishes;
  readonly rules: ReadonlyMap<RuleCode, RuleLevel>;
}

const DEFAULT_LIMIT = '1000';

/** @throws UsageError */
export function parseValidateOptions(args: readonly string[]): ValidateOptions {
  const { values, operands } = readArguments(commandTable.validate, args);
  if (operands.length === 0)
    throw new UsageError(sentence`specify a file or a folder to check, such as "sneakernet validate .".`);
  return {
    paths: operands,
    format: oneOf('--format', values.format ?? 'text', formats),
    limit: limitOf(values['max-findings'] ?? DEFAULT_LIMIT),
    dialect: values.dialect === undefined ? undefined : oneOf<Dialect>('--dialect', values.dialect, ['blob', 'files']),
    pathMap: Object.fromEntries(values.map.map(parseMapping)),
    configuration: values.config,
    events: values.events !== undefined && isNdjson(values.events),
    editor: editorSettings(values['editor-settings']),
    rules: new Map(values.rule.map(ruleLevel)),
  };
}

function isNdjson(format: string): true {
  oneOf('--events', format, ['ndjson']);
  return true;
}

function ruleLevel(text: string): [RuleCode, RuleLevel] {
  const [code = '', level = ''] = text.split('=');
  if (!isRuleCode(code)) throw new UsageError(sentence`--rule cannot be "${text}": there is no rule "${code}".`);
  return [
    code,
    oneOf<RuleLevel>(sentence`the severity in --rule ${code}=…`, level, ['error', 'warning', 'information', 'off']),
  ];
}

function limitOf(value: string): number {
  if (value === 'all') return Infinity;
  const limit = Number(value);
  if (!/^\d+$/.test(value) || limit < 1)
    throw new UsageError(sentence`--max-findings cannot be "${value}". Use a number of at least 1, or "all".`);
  return limit;
}
