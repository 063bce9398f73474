import type { CodeAction, Diagnostic, WorkspaceEdit } from 'vscode-languageserver-types';
import { CodeActionKind } from 'vscode-languageserver-types';
import type { RuleCode } from '#core/rules/catalogue/index';
import type { DocumentLanguage } from './documentLanguage';
import type { DocumentContext } from './languageContext';
import { acceptFinding, turnRuleOff } from './ruleFileEdits';
import { folderOf, pathBelow } from './uris';
import { shortened } from './wording';

/** Rules that protect against loss of data are never offered to be silenced. */
const neverSilenced: ReadonlySet<RuleCode> = new Set<RuleCode>(['job/source-on-formatted-drive']);

/** Ways to silence rules through the folder's `sneakernet.json`: for the record at `line`, or completely. */
export function ruleActions(
  context: DocumentContext,
  language: DocumentLanguage,
  line: number,
  codes: readonly RuleCode[],
  diagnostics: readonly Diagnostic[],
): CodeAction[] {
  const { uri, ruleFile, client, localize } = context;
  if (!ruleFile) return [];
  const folder = folderOf(ruleFile.uri);
  const file = folder === undefined ? undefined : pathBelow(folder, uri);
  const whole = file === undefined ? undefined : { shown: shortened(file), names: {} };
  const subject = language.acceptedAt ? language.acceptedAt(context, line) : whole;
  return codes
    .filter((code) => !neverSilenced.has(code))
    .flatMap((code) => {
      const about = diagnostics.filter((diagnostic) => diagnostic.code === code);
      const action = (title: string, edit: WorkspaceEdit | undefined): CodeAction[] =>
        edit ? [{ title, kind: CodeActionKind.QuickFix, diagnostics: about, edit }] : [];
      return [
        ...(subject && file !== undefined
          ? action(
              localize('Accept {0} for {1} in sneakernet.json', code, subject.shown),
              acceptFinding(ruleFile, client, { file, ...subject.names, code }),
            )
          : []),
        ...action(localize('Turn {0} off in sneakernet.json', code), turnRuleOff(ruleFile, client, code)),
      ];
    });
}
