/** How grave a finding is. E, W and I of the rule catalogue. */
export type Severity = 'error' | 'warning' | 'information';

/** A message is a template with `{0}`, `{1}` … for the finding's arguments, so that it can be translated. */
export type MessageTemplate = string | { readonly text: string; readonly severity: Severity };

/** One entry of the catalogue. Its key there is its code, which is stable once released; its examples are in `core/src/examples/`. */
export interface Rule {
  readonly severity: Severity;
  /** One sentence: what the rule refuses. */
  readonly summary: string;
  /** Variant to template. `default` is the usual one; a variant may have a severity of its own. */
  readonly messages: Readonly<Record<string, MessageTemplate>>;
  /** Markdown: why it matters, and what to write instead. */
  readonly explanation: string;
  /** True where a quick fix is offered. */
  readonly fixable: boolean;
}

/** Rules by code. */
export type RuleTable = Readonly<Record<string, Rule>>;
