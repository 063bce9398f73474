import { csvRules } from './csv';
import { datasetRules } from './dataset';
import { drivesetRules } from './driveset';
import { jobRules } from './job';

/** Every rule, by its stable code. */
export const catalogue = { ...csvRules, ...datasetRules, ...drivesetRules, ...jobRules };

/** The stable name of a rule, such as `dataset/container-name`. */
export type RuleCode = keyof typeof catalogue;
