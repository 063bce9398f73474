import type { RuleCode } from './catalogue';
import type { Severity } from './rule';

/** The user's decisions about rules, from settings and from `sneakernet.json`. */
export interface RuleSettings {
  /** The severity to use for a finding whose rule says `severity`, or `off`. */
  severity(code: RuleCode, severity: Severity): Severity | 'off';
  /** True where findings of `code` are suppressed for the record whose first field is `subject`. */
  suppressed(code: RuleCode, subject: string | undefined): boolean;
  /** True where `suppressed` is always false, so that it need not be called. */
  readonly suppressesNothing: boolean;
}

/** The severities of the catalogue. */
export const defaultRuleSettings: RuleSettings = {
  severity: (_code, severity) => severity,
  suppressed: () => false,
  suppressesNothing: true,
};
