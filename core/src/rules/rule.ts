/** How serious a finding is: E, W and I in the rule catalogue. */
export type Severity = 'error' | 'warning' | 'information';

/** A template with `{0}`, `{1}` … for the finding's arguments, so that the message can be translated. */
export type MessageTemplate = string | { readonly text: string; readonly severity: Severity };

/**
 * One entry of the catalogue. Its key is the rule's code, which never changes after a release; its examples are in
 * `core/src/examples/`.
 */
export interface Rule {
  readonly severity: Severity;
  /** One sentence about what the rule refuses. */
  readonly summary: string;
  /** Variant to template. `default` is the usual variant; each may override the severity. */
  readonly messages: Readonly<Record<string, MessageTemplate>>;
  /** Markdown: why it matters, and what to write instead. */
  readonly explanation: string;
  /** True where a quick fix is offered. */
  readonly fixable: boolean;
}

/** Rules by code. */
export type RuleTable = Readonly<Record<string, Rule>>;
