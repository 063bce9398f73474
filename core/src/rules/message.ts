import { translatedXmlProblem } from '../xml/xmlProblem';
import { ruleOf, type RuleCode } from './catalogue';
import { notWellFormed } from './catalogue/xmlSyntax';
import type { Finding } from './finding';
import type { MessageTemplate, Severity } from './rule';
import { fillIn, type Translate } from '../text/template';

/** @throws RangeError for a variant that the catalogue does not have. */
function templateOf(code: RuleCode, variant: string): MessageTemplate {
  const template = ruleOf(code).messages[variant];
  if (template === undefined) throw new RangeError(`The rule ${code} has no message variant "${variant}".`);
  return template;
}

/**
 * The message that the user reads.
 *
 * @throws RangeError for a variant that the catalogue does not have.
 */
export function formatMessage(
  code: RuleCode,
  variant = 'default',
  args: readonly string[] = [],
  translate: Translate = (template) => template,
): string {
  const template = templateOf(code, variant);
  const text = typeof template === 'string' ? template : template.text;
  return fillIn(
    text,
    text.startsWith(notWellFormed) ? args.map((said) => translatedXmlProblem(said, translate)) : args,
    translate,
  );
}

/** The severity before any settings: that of the variant, otherwise that of the rule. */
export function severityOf({ code, variant = 'default' }: Pick<Finding, 'code' | 'variant'>): Severity {
  const template = templateOf(code, variant);
  return typeof template === 'string' ? ruleOf(code).severity : template.severity;
}
