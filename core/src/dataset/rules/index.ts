import type { DatasetRule } from '../datasetRow';
import { basePathRule } from './basePath';
import { destinationRule } from './destination';
import { destinationKindRule } from './destinationKind';
import { dispositionRule } from './disposition';
import { sideFilesRule } from './sideFiles';
import { sourceRule } from './source';
import { typeRule } from './type';

/** All rules for single dataset records, in the order of the columns. */
export const datasetRules: readonly DatasetRule[] = [
  basePathRule,
  sourceRule,
  destinationRule,
  destinationKindRule,
  typeRule,
  dispositionRule,
  sideFilesRule,
];
