import type { RuleTable } from '../rule';

export const datasetRules = {
} as const satisfies RuleTable;
