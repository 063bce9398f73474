import type { CodeAction, Diagnostic, WorkspaceEdit } from 'vscode-languageserver-types';
import { CodeActionKind } from 'vscode-languageserver-types';
import { contentOf } from '#core/csv/fieldContent';
import type { RuleCode } from '#core/rules/catalogue/index';
import type { JobContext, LanguageContext } from './languageContext';
import { acceptFinding, turnRuleOff } from './ruleFileEdits';
import type { AcceptedFinding } from './ruleFileEdits';
import { shortened } from './wording';

/** Ways to silence rules through the folder's `sneakernet.json`: for the record at `line`, and altogether. */
export function ruleActions(context: LanguageContext, line: number, codes: readonly RuleCode[], diagnostics: readonly Diagnostic[]): CodeAction[] {
  return silencingActions(context, context.ruleFile && subjectAt(context, line), codes, diagnostics);
}

/** The same for a file that is no table: for all of it, and altogether. */
export function fileRuleActions(context: JobContext, codes: readonly RuleCode[], diagnostics: readonly Diagnostic[]): CodeAction[] {
  const file = context.ruleFile && relativePath(context.ruleFile.uri, context.uri);
  return silencingActions(context, file === undefined ? undefined : { shown: shortened(file), entry: { file } }, codes, diagnostics);
}

/** Where data would be lost, nothing is offered that would only hide it. */
const neverSilenced: ReadonlySet<RuleCode> = new Set<RuleCode>(['job/source-on-formatted-drive']);

function silencingActions(
  { ruleFile, client, localize }: JobContext,
  subject: Subject | undefined,
  codes: readonly RuleCode[],
  diagnostics: readonly Diagnostic[],
): CodeAction[] {
  if (!ruleFile) return [];
  return codes.filter((code) => !neverSilenced.has(code)).flatMap((code) => {
    const about = diagnostics.filter((diagnostic) => diagnostic.code === code);
    const action = (title: string, edit: WorkspaceEdit | undefined): CodeAction[] =>
      edit ? [{ title, kind: CodeActionKind.QuickFix, diagnostics: about, edit }] : [];
    return [
      ...(subject ? action(localize('Accept {0} for {1} in sneakernet.json', code, subject.shown), acceptFinding(ruleFile, client, { ...subject.entry, code })) : []),
      ...action(localize('Turn {0} off in sneakernet.json', code), turnRuleOff(ruleFile, client, code)),
    ];
  });
}

interface Subject {
  readonly shown: string;
  readonly entry: Omit<AcceptedFinding, 'code'>;
}

/** What `sneakernet.json` names the record at a line by; `undefined` where it has no such name. */
function subjectAt({ table, uri, ruleFile, localize }: LanguageContext, line: number): Subject | undefined {
  const row = table.csv.rowAtLine(line);
  const file = relativePath(ruleFile!.uri, uri);
  if (!row || row.blank || row === table.headerRow || file === undefined) return undefined;
  const fields = table.read(row);
  if (table.kind === 'dataset') {
    const basePath = contentOf(fields['basePath']);
    return basePath ? { shown: shortened(basePath), entry: { file, basePath } } : undefined;
  }
  const driveLetter = contentOf(fields['driveLetter']);
  return driveLetter && /^[A-Za-z]$/.test(driveLetter) ? { shown: localize('drive {0}', driveLetter), entry: { file, driveLetter } } : undefined;
}

/** The path of a file from the folder of another one; `undefined` where it lies outside. */
function relativePath(from: string, to: string): string | undefined {
  const folder = from.slice(0, from.lastIndexOf('/') + 1);
  if (!to.startsWith(folder)) return undefined;
  try {
    return decodeURIComponent(to.slice(folder.length));
  } catch {
    // A URI with a stray percent sign names the file as it stands.
    return to.slice(folder.length);
  }
}
