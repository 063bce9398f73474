import type { RuleCode } from '../rules/catalogue';
import { copyLogExamples } from './copyLog';
import { csvExamples } from './csv';
import { datasetBasePathExamples } from './datasetBasePath';
import { datasetDestinationExamples } from './datasetDestination';
import { datasetItemExamples } from './datasetItem';
import { drivesetExamples } from './driveset';
import { exportListExamples } from './exportList';
import { importJobExamples } from './importJob';
import { jobExamples } from './job';
import { journalExamples } from './journal';
import { jrmExamples } from './jrm';
import { manifestExamples } from './manifest';
import type { RuleExamples } from './example';
import { sideFileExamples } from './sideFiles';
import { sourceExamples } from './source';

const examples: Readonly<Record<RuleCode, RuleExamples>> = {
  ...csvExamples,
  ...datasetBasePathExamples,
  ...datasetDestinationExamples,
  ...datasetItemExamples,
  ...sourceExamples,
  ...drivesetExamples,
  ...jobExamples,
  ...jrmExamples,
  ...journalExamples,
  ...manifestExamples,
  ...sideFileExamples,
  ...copyLogExamples,
  ...exportListExamples,
  ...importJobExamples,
};

/** A file that breaks the rule, and one that follows it. */
export function examplesOf(code: RuleCode): RuleExamples {
  return examples[code];
}
