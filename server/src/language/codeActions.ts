import type { CodeAction, Diagnostic, Range } from 'vscode-languageserver-types';
import { CodeActionKind } from 'vscode-languageserver-types';
import { isRuleCode } from '#core/rules/catalogue/index';
import type { RuleCode } from '#core/rules/catalogue/index';
import type { FileFix } from '#core/rules/fileFinding';
import type { Conversion } from '#core/rules/finding';
import type { PlacedFinding } from '#core/rules/placedFinding';
import { placeFinding } from '#core/rules/placeFindings';
import { intersects } from '#core/text/position';
import type { DocumentLanguage } from './documentLanguage';
import { fixAllSteps } from './fixAll';
import type { DocumentContext } from './languageContext';
import { lspEdits } from './lspEdits';
import { sameRange } from './ranges';
import { ruleActions } from './ruleActions';

/** What *fix all on save* asks for. */
export const fixAllKind = `${CodeActionKind.SourceFixAll}.sneakernet`;
export const codeActionKinds: readonly string[] = [CodeActionKind.QuickFix, fixAllKind];

/** How many findings under a selection get actions. */
const MAX_FINDINGS = 200;

/**
 * The data from which an action is resolved: work that grows with the document waits until the user chooses the action.
 */
export type DeferredFix =
  | { readonly uri: string; readonly kind: 'fix-all'; readonly code?: RuleCode }
  | { readonly uri: string; readonly kind: 'convert'; readonly conversion: Conversion };

/** What the client sends with the request. */
export interface CodeActionRequest {
  /** The diagnostics that the client shows there. */
  readonly diagnostics: readonly Diagnostic[];
  /** The kinds wanted; absent: all except fix-all-on-save. */
  readonly only?: readonly string[] | undefined;
}

/** Fixes for the findings in a range and for the same findings elsewhere in the document, and ways to silence them. */
export async function codeActions(
  context: DocumentContext,
  language: DocumentLanguage,
  range: Range,
  { diagnostics: sent, only }: CodeActionRequest,
): Promise<CodeAction[]> {
  if (language.hasNoActions) return [];
  const diagnostics = sent.filter((diagnostic) => intersects(diagnostic.range, range));
  const actions: CodeAction[] = [];
  if (isWanted(CodeActionKind.QuickFix, only ?? [CodeActionKind.QuickFix])) {
    const findings = await findingsIn(context, language, range);
    const found = findings.map((finding) => ({
      finding,
      fixes: fixesOf(context, finding),
      about: diagnosticsOf(finding, diagnostics),
    }));
    actions.push(...found.flatMap((one) => quickFixes(context, one)), ...fixesOfRules(context, found));
    const shown = diagnostics.flatMap(({ code }) => (typeof code === 'string' && isRuleCode(code) ? [code] : []));
    const codes = new Set([...findings.map(({ code }) => code), ...shown]);
    actions.push(...ruleActions(context, language, range.start.line, [...codes], diagnostics));
  }
  if (isWanted(fixAllKind, only ?? [])) {
    actions.push(
      deferred(
        { title: context.localize('Fix all findings in this file'), kind: fixAllKind },
        { uri: context.uri, kind: 'fix-all' },
      ),
    );
  }
  // A client that cannot ask for an edit later gets it now, whatever it costs.
  return context.client.resolveEdits
    ? actions
    : Promise.all(actions.map((action) => resolveCodeAction(context, language, action)));
}

/** Computes the edit of an action that the user has chosen. */
export async function resolveCodeAction(
  context: DocumentContext,
  language: DocumentLanguage,
  action: CodeAction,
): Promise<CodeAction> {
  const data = action.data as DeferredFix | undefined;
  if (action.edit || !data) return action;
  const steps =
    data.kind === 'convert'
      ? language.convert?.(context, data.conversion)
      : (language.fixAll?.(context, data.code) ?? fixAllSteps(context, language, data.code));
  const edits = steps && (await context.run(steps));
  return edits ? { ...action, edit: { changes: { [context.uri]: edits } } } : action;
}

async function findingsIn(
  context: DocumentContext,
  language: DocumentLanguage,
  range: Range,
): Promise<PlacedFinding[]> {
  const findings = await context.run(language.findingsIn?.(context, range) ?? language.findings(context));
  const placed: PlacedFinding[] = [];
  for (const finding of findings?.found ?? []) {
    const one = intersects(finding, range) ? placeFinding(finding, context.reading.settings) : undefined;
    if (one && placed.push(one) >= MAX_FINDINGS) break;
  }
  return placed;
}

/** A finding with its fixes, and the diagnostics that the client shows for it. */
interface FoundHere {
  readonly finding: PlacedFinding;
  readonly fixes: readonly FileFix[];
  readonly about: Diagnostic[];
}

/** The fixes that the client can carry out. */
function fixesOf({ client }: DocumentContext, { fixes }: PlacedFinding): FileFix[] {
  return (fixes?.() ?? []).filter(({ command }) => command === undefined || client.commands.has(command));
}

function quickFixes(context: DocumentContext, { fixes, about }: FoundHere): CodeAction[] {
  return fixes.map((fix, index) => {
    const isPreferred = index === 0 && fix.certainty === 'certain';
    const title = context.localize(fix.title, ...(fix.args ?? []));
    return withEffect(
      context,
      { title, kind: CodeActionKind.QuickFix, diagnostics: about, ...(isPreferred ? { isPreferred } : {}) },
      fix,
    );
  });
}

function withEffect(
  { uri }: DocumentContext,
  action: CodeAction,
  { edits = [], conversion, command }: FileFix,
): CodeAction {
  if (conversion) return deferred(action, { uri, kind: 'convert', conversion });
  if (command !== undefined) return { ...action, command: { title: action.title, command, arguments: [uri] } };
  return { ...action, edit: { changes: { [uri]: lspEdits(edits) } } };
}

/** One action per rule that has a certain fix among the findings. */
function fixesOfRules(context: DocumentContext, found: readonly FoundHere[]): CodeAction[] {
  const byCode = new Map<RuleCode, Diagnostic[]>();
  for (const {
    finding: { code },
    fixes,
    about,
  } of found) {
    if (!fixes.some(({ certainty }) => certainty === 'certain')) continue;
    const ofRule = byCode.get(code) ?? [];
    ofRule.push(...about);
    byCode.set(code, ofRule);
  }
  return [...byCode].map(([code, diagnostics]) => {
    const action: CodeAction = {
      title: context.localize('Fix all {0} in this file', code),
      kind: CodeActionKind.QuickFix,
      diagnostics,
    };
    return deferred(action, { uri: context.uri, kind: 'fix-all', code });
  });
}

function deferred(action: CodeAction, data: DeferredFix): CodeAction {
  return { ...action, data };
}

function diagnosticsOf({ code, range }: PlacedFinding, diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return diagnostics.filter((diagnostic) => diagnostic.code === code && sameRange(diagnostic.range, range));
}

/** True where `kind` is one of the wanted kinds or a sub-kind of one. */
function isWanted(kind: string, wanted: readonly string[]): boolean {
  return wanted.some((other) => other === '' || kind === other || kind.startsWith(`${other}.`));
}
