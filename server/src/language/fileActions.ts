import type { CodeAction, Diagnostic, Range } from 'vscode-languageserver-types';
import { CodeActionKind } from 'vscode-languageserver-types';
import type { FileFinding, FileFix } from '#core/rules/fileFinding';
import { isRuleCode } from '#core/rules/catalogue/index';
import { intersects } from '#core/text/position';
import { isWanted } from './codeActions';
import type { CodeActionRequest } from './codeActions';
import type { FileContext, FileLanguage } from './fileLanguage';
import { sameRange } from './ranges';
import { fileRuleActions } from './ruleActions';

/** Findings under a selection that actions are made for. */
const MAX_FINDINGS = 200;

/** Fixes for what is found in a range of a file that is no table, and ways to silence it. */
export async function fileActions(context: FileContext, language: FileLanguage, range: Range, request: CodeActionRequest): Promise<CodeAction[]> {
  if (!isWanted(CodeActionKind.QuickFix, request.only ?? [CodeActionKind.QuickFix])) return [];
  const diagnostics = request.diagnostics.filter((diagnostic) => intersects(diagnostic.range, range));
  const findings = await context.run(language.findingsIn?.(context, range) ?? language.findings(context));
  const inRange: FileFinding[] = [];
  for (const finding of findings?.found ?? []) {
    if (intersects(finding, range) && inRange.push(finding) >= MAX_FINDINGS) break;
  }
  const shown = diagnostics.flatMap(({ code }) => (typeof code === 'string' && isRuleCode(code) ? [code] : []));
  const codes = new Set([...inRange.map(({ code }) => code), ...shown]);
  return [...inRange.flatMap((finding) => fixActions(context, finding, diagnostics)), ...fileRuleActions(context, [...codes], diagnostics)];
}

function fixActions(context: FileContext, finding: FileFinding, diagnostics: readonly Diagnostic[]): CodeAction[] {
  const about = diagnostics.filter((diagnostic) => diagnostic.code === finding.code && sameRange(diagnostic.range, finding));
  const fixes = (finding.fixes?.() ?? []).filter(({ command }) => command === undefined || context.client.commands.has(command));
  return fixes.map((fix, index) => ({
    title: context.localize(fix.title, ...(fix.args ?? [])),
    kind: CodeActionKind.QuickFix,
    diagnostics: about,
    ...(index === 0 ? { isPreferred: true } : {}),
    ...effectOf(context, fix),
  }));
}

function effectOf({ uri, localize }: FileContext, { title, args = [], edits = [], command }: FileFix): Pick<CodeAction, 'edit' | 'command'> {
  if (command !== undefined) return { command: { title: localize(title, ...args), command, arguments: [uri] } };
  return { edit: { changes: { [uri]: edits.map(({ range, text }) => ({ range, newText: text })) } } };
}
