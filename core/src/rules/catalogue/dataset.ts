import type { RuleTable } from '../rule';
import { datasetBasePathRules } from './datasetBasePath';
import { datasetDestinationRules } from './datasetDestination';
import { datasetItemRules } from './datasetItem';

/** Rules of a dataset CSV, by column. */
export const datasetRules = {
  ...datasetBasePathRules,
  ...datasetDestinationRules,
  ...datasetItemRules,
} as const satisfies RuleTable;
