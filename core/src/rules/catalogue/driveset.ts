import type { RuleTable } from '../rule';

export const drivesetRules = {
} as const satisfies RuleTable;
