import type { RuleTable } from '../rule';

export const csvRules = {
} as const satisfies RuleTable;
