import type { Rule } from '../rule';
import { copyLogRules } from './copyLog';
import { csvRules } from './csv';
import { datasetRules } from './dataset';
import { drivesetRules } from './driveset';
import { exportListRules } from './exportList';
import { importJobRules } from './importJob';
import { jobRules } from './job';
import { journalRules } from './journal';
import { jrmRules } from './jrm';
import { manifestRules } from './manifest';
import { sideFileRules } from './sideFiles';
import { sourceRules } from './source';

/** Every rule, by its stable code. */
export const catalogue = {
  ...csvRules,
  ...datasetRules,
  ...sourceRules,
  ...drivesetRules,
  ...jobRules,
  ...jrmRules,
  ...journalRules,
  ...manifestRules,
  ...sideFileRules,
  ...copyLogRules,
  ...exportListRules,
  ...importJobRules,
};

/** The stable name of a rule, such as `dataset/container-name`. */
export type RuleCode = keyof typeof catalogue;

/** Every code, in the order of the documentation. */
export const ruleCodes = Object.keys(catalogue) as readonly RuleCode[];

/** True for a code of the catalogue, for example one named in a setting or on a command line. */
export function isRuleCode(text: string): text is RuleCode {
  return Object.hasOwn(catalogue, text);
}

/** The catalogue's entry, as the type common to all entries. */
export function ruleOf(code: RuleCode): Rule {
  return catalogue[code];
}
