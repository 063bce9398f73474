import type { CodeAction, Diagnostic, Range } from 'vscode-languageserver-types';
import { CodeActionKind } from 'vscode-languageserver-types';
import type { FileFinding, FileFix } from '#core/rules/fileFinding';
import { isRuleCode } from '#core/rules/catalogue/index';
import { intersects } from '#core/text/position';
import { fixAllKind, isWanted } from './codeActions';
import type { CodeActionRequest, DeferredFix } from './codeActions';
import { fileFixAllSteps } from './fileFixAll';
import type { FileContext, FileLanguage } from './fileLanguage';
import { sameRange } from './ranges';
import { fileRuleActions } from './ruleActions';

/** Findings under a selection that actions are made for. */
const MAX_FINDINGS = 200;

/** Fixes for what is found in a range of a file that is no table, for the same everywhere in the file, and ways to silence it. */
export async function fileActions(context: FileContext, language: FileLanguage, range: Range, request: CodeActionRequest): Promise<CodeAction[]> {
  const actions: CodeAction[] = isWanted(CodeActionKind.QuickFix, request.only ?? [CodeActionKind.QuickFix]) ? await quickFixes(context, language, range, request) : [];
  if (isWanted(fixAllKind, request.only ?? [])) {
    actions.push({ title: context.localize('Fix all findings in this file'), kind: fixAllKind, data: { uri: context.uri, kind: 'fix-all' } satisfies DeferredFix });
  }
  // A client that cannot ask for an edit later gets it at once, whatever it costs.
  return context.client.resolveEdits ? actions : Promise.all(actions.map((action) => resolveFileAction(context, language, action)));
}

/** Gives an action its edit, now that the user has chosen it. */
export async function resolveFileAction(context: FileContext, language: FileLanguage, action: CodeAction): Promise<CodeAction> {
  const data = action.data as DeferredFix | undefined;
  if (action.edit || data?.kind !== 'fix-all') return action;
  const edits = await context.run(fileFixAllSteps(context, language, data.code));
  return edits ? { ...action, edit: { changes: { [context.uri]: edits } } } : action;
}

async function quickFixes(context: FileContext, language: FileLanguage, range: Range, request: CodeActionRequest): Promise<CodeAction[]> {
  const diagnostics = request.diagnostics.filter((diagnostic) => intersects(diagnostic.range, range));
  const findings = await context.run(language.findingsIn?.(context, range) ?? language.findings(context));
  const inRange: FileFinding[] = [];
  for (const finding of findings?.found ?? []) {
    if (intersects(finding, range) && inRange.push(finding) >= MAX_FINDINGS) break;
  }
  const shown = diagnostics.flatMap(({ code }) => (typeof code === 'string' && isRuleCode(code) ? [code] : []));
  const codes = new Set([...inRange.map(({ code }) => code), ...shown]);
  return [
    ...inRange.flatMap((finding) => fixActions(context, finding, diagnostics)),
    ...fixesOfRules(context, inRange, diagnostics),
    ...fileRuleActions(context, [...codes], diagnostics),
  ];
}

/** One action for every rule that can mend for certain what is among the findings. */
function fixesOfRules(context: FileContext, findings: readonly FileFinding[], diagnostics: readonly Diagnostic[]): CodeAction[] {
  const codes = new Set(findings.filter(({ fixes }) => fixes?.().some(({ certainty }) => certainty === 'certain')).map(({ code }) => code));
  return [...codes].map((code) => ({
    title: context.localize('Fix all {0} in this file', code),
    kind: CodeActionKind.QuickFix,
    diagnostics: diagnostics.filter((diagnostic) => diagnostic.code === code),
    data: { uri: context.uri, kind: 'fix-all', code } satisfies DeferredFix,
  }));
}

function fixActions(context: FileContext, finding: FileFinding, diagnostics: readonly Diagnostic[]): CodeAction[] {
  const about = diagnostics.filter((diagnostic) => diagnostic.code === finding.code && sameRange(diagnostic.range, finding));
  const fixes = (finding.fixes?.() ?? []).filter(({ command }) => command === undefined || context.client.commands.has(command));
  return fixes.map((fix, index) => ({
    title: context.localize(fix.title, ...(fix.args ?? [])),
    kind: CodeActionKind.QuickFix,
    diagnostics: about,
    ...(index === 0 && fix.certainty === 'certain' ? { isPreferred: true } : {}),
    ...effectOf(context, fix),
  }));
}

function effectOf({ uri, localize }: FileContext, { title, args = [], edits = [], command }: FileFix): Pick<CodeAction, 'edit' | 'command'> {
  if (command !== undefined) return { command: { title: localize(title, ...args), command, arguments: [uri] } };
  return { edit: { changes: { [uri]: edits.map(({ range, text }) => ({ range, newText: text })) } } };
}
