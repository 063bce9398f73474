import { DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver';
import type { Diagnostic } from 'vscode-languageserver';
import type { RuleCode } from '#core/rules/catalogue/index';
import type { PlacedFinding } from '#core/rules/placedFinding';

const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
} as const;

/** Rules about text that has no effect, or only repeats an effect: editors fade it. */
const unnecessary: ReadonlySet<RuleCode> = new Set<RuleCode>([
  'dataset/base-path-duplicate',
  'dataset/disposition-ignored',
]);

/** Converts a finding for LSP. `rulePages` is the folder of the rules' pages, with a slash at its end. */
export function toDiagnostic(finding: PlacedFinding, uri: string, rulePages: string | undefined): Diagnostic {
  const { code, message, range, related, severity } = finding;
  return {
    range,
    severity: severities[severity],
    code,
    source: 'sneakernet',
    message,
    ...(rulePages === undefined ? {} : { codeDescription: { href: `${rulePages}${code}.md` } }),
    ...(unnecessary.has(code) ? { tags: [DiagnosticTag.Unnecessary] } : {}),
    ...(related.length === 0
      ? {}
      : {
          relatedInformation: related.map((place) => ({
            location: { uri: place.file ?? uri, range: place.range },
            message: place.message,
          })),
        }),
  };
}
