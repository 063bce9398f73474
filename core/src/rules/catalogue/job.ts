import type { RuleTable } from '../rule';

export const jobRules = {
} as const satisfies RuleTable;
