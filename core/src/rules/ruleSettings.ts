import type { RuleCode } from './catalogue';
import type { Severity } from './rule';

/** What a user has decided about rules, from settings and from `sneakernet.json`. */
export interface RuleSettings {
  /** The severity to use for a finding whose rule says `severity`, or `off`. */
  severity(code: RuleCode, severity: Severity): Severity | 'off';
  /** True where findings of `code` are to be kept quiet for the record whose first field is `subject`. */
  suppressed(code: RuleCode, subject: string | undefined): boolean;
  /** True where `suppressed` can never hold, so that nobody need ask. */
  readonly suppressesNothing: boolean;
}

/** The catalogue's own severities. */
export const defaultRuleSettings: RuleSettings = {
  severity: (_code, severity) => severity,
  suppressed: () => false,
  suppressesNothing: true,
};
