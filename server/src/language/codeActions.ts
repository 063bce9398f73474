import type { CodeAction, Diagnostic, Range } from 'vscode-languageserver-types';
import { CodeActionKind } from 'vscode-languageserver-types';
import { isRuleCode, ruleOf } from '#core/rules/catalogue/index';
import type { RuleCode } from '#core/rules/catalogue/index';
import type { Conversion, Fix } from '#core/rules/finding';
import { convertSteps } from '#core/table/convert';
import { findingsInRange } from '#core/table/findings';
import { fixAllSteps } from '#core/table/fixAll';
import type { TableFinding } from '#core/table/tableFinding';
import { intersects } from '#core/text/position';
import type { TextEdit } from '#core/text/textEdit';
import type { Steps } from '#core/work/steps';
import type { LanguageContext } from './languageContext';
import { rangedEdits } from './rangedEdits';
import { sameRange } from './ranges';
import { ruleActions } from './ruleActions';

/** What *fix all on save* asks for. */
export const fixAllKind = `${CodeActionKind.SourceFixAll}.sneakernet`;
export const codeActionKinds: readonly string[] = [CodeActionKind.QuickFix, fixAllKind];

/** Findings under a selection that actions are made for. */
const MAX_FINDINGS = 200;

/** What an action is resolved from: work that grows with the file waits until the action is chosen. */
export type DeferredFix =
  | { readonly uri: string; readonly kind: 'fix-all'; readonly code?: RuleCode }
  | { readonly uri: string; readonly kind: 'convert'; readonly conversion: Conversion };

/** What the client says about the request. */
export interface CodeActionRequest {
  /** The diagnostics that it shows there. */
  readonly diagnostics: readonly Diagnostic[];
  /** Kinds that it wants; all but fix-all-on-save, where absent. */
  readonly only?: readonly string[] | undefined;
}

/** Fixes for what is found in a range, for the same everywhere in the file, and ways to silence it. */
export async function codeActions(context: LanguageContext, range: Range, { diagnostics: sent, only }: CodeActionRequest): Promise<CodeAction[]> {
  const diagnostics = sent.filter((diagnostic) => intersects(diagnostic.range, range));
  const actions: CodeAction[] = [];
  if (isWanted(CodeActionKind.QuickFix, only ?? [CodeActionKind.QuickFix])) {
    const found = findingsInRange(context.table, range, MAX_FINDINGS).map((finding) => ({ finding, fixes: finding.fixes(), about: diagnosticsOf(finding, diagnostics) }));
    const findings = found.map(({ finding }) => finding);
    actions.push(...quickFixes(context, found), ...fixesOfRules(context, found));
    const shown = diagnostics.flatMap(({ code }) => (typeof code === 'string' && isRuleCode(code) ? [code] : []));
    const codes = new Set([...findings.map(({ code }) => code), ...shown]);
    actions.push(...ruleActions(context, range.start.line, [...codes], diagnostics));
  }
  if (isWanted(fixAllKind, only ?? [])) {
    actions.push(deferred({ title: context.localize('Fix all findings in this file'), kind: fixAllKind }, { uri: context.uri, kind: 'fix-all' }));
  }
  // A client that cannot ask for an edit later gets it at once, whatever it costs.
  return context.client.resolveEdits ? actions : Promise.all(actions.map((action) => resolveCodeAction(context, action)));
}

/** Gives an action its edit, now that the user has chosen it. */
export async function resolveCodeAction(context: LanguageContext, action: CodeAction): Promise<CodeAction> {
  const data = action.data as DeferredFix | undefined;
  if (action.edit || !data) return action;
  const edits = await context.run(deferredEdits(context, data));
  return edits ? { ...action, edit: { changes: { [context.uri]: rangedEdits(context.table, edits) } } } : action;
}

function deferredEdits({ table }: LanguageContext, data: DeferredFix): Steps<TextEdit[]> {
  if (data.kind === 'convert') return convertSteps(table, data.conversion);
  return fixAllSteps(table, data.code === undefined ? undefined : new Set([data.code]));
}

/** A finding with its fixes, and the diagnostics that the client shows of it. */
interface FoundHere {
  readonly finding: TableFinding;
  readonly fixes: readonly Fix[];
  readonly about: Diagnostic[];
}

function quickFixes(context: LanguageContext, found: readonly FoundHere[]): CodeAction[] {
  return found.flatMap(({ finding, fixes, about }) => fixes.map((fix, i) => quickFix(context, finding, fix, i === 0 && fix.certainty === 'certain', about)));
}

function quickFix(context: LanguageContext, finding: TableFinding, fix: Fix, isPreferred: boolean, diagnostics: Diagnostic[]): CodeAction {
  const action: CodeAction = { title: context.localize(fix.title, ...(fix.args ?? [])), kind: CodeActionKind.QuickFix, diagnostics, ...(isPreferred ? { isPreferred } : {}) };
  if (fix.conversion) return deferred(action, { uri: context.uri, kind: 'convert', conversion: fix.conversion });
  const start = context.table.csv.offsetOf(finding.row!);
  const edits = fix.edits.map((edit) => ({ start: start + edit.start, end: start + edit.end, text: edit.text }));
  return { ...action, edit: { changes: { [context.uri]: rangedEdits(context.table, edits) } } };
}

/** One action for every fixable rule among the findings. */
function fixesOfRules(context: LanguageContext, found: readonly FoundHere[]): CodeAction[] {
  const byCode = new Map<RuleCode, Diagnostic[]>();
  for (const { finding: { code }, fixes, about } of found) {
    if (!ruleOf(code).fixable || !fixes.some(({ certainty }) => certainty === 'certain')) continue;
    const ofRule = byCode.get(code) ?? [];
    ofRule.push(...about);
    byCode.set(code, ofRule);
  }
  return [...byCode].map(([code, diagnostics]) => {
    const action: CodeAction = { title: context.localize('Fix all {0} in this file', code), kind: CodeActionKind.QuickFix, diagnostics };
    return deferred(action, { uri: context.uri, kind: 'fix-all', code });
  });
}

function deferred(action: CodeAction, data: DeferredFix): CodeAction {
  return { ...action, data };
}

function diagnosticsOf({ code, range }: TableFinding, diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return diagnostics.filter((diagnostic) => diagnostic.code === code && sameRange(diagnostic.range, range));
}

/** True where one of the wanted kinds is `kind` or holds it. */
export function isWanted(kind: string, wanted: readonly string[]): boolean {
  return wanted.some((other) => other === '' || kind === other || kind.startsWith(`${other}.`));
}
