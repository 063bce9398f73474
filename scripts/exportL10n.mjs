/**
 * `npm run l10n`: writes l10n/bundle.l10n.json, the messages that a translation starts from, out of every call of
 * `vscode.l10n.t` in client/.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { projectRoot } from './projectInstall.mjs';

/** Where the messages are written. */
export const l10nBundle = join(projectRoot, 'l10n', 'bundle.l10n.json');

/** @returns {string} the bundle's text: each message, sorted, standing for itself. */
export function exportL10n() {
  const folder = join(projectRoot, 'client', 'src');
  const files = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
  const messages = new Set(files.flatMap((name) => messagesOf(join(folder, name))));
  const sorted = [...messages].sort();
  return JSON.stringify(Object.fromEntries(sorted.map((message) => [message, message])), undefined, 2) + '\n';
}

function messagesOf(path) {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const messages = [];
  const visit = (node) => {
    if (ts.isCallExpression(node) && node.expression.getText(source) === 'vscode.l10n.t') {
      const [message] = node.arguments;
      if (!ts.isStringLiteralLike(message)) throw new Error(`${path}: vscode.l10n.t wants a literal, not ${message.getText(source)}`);
      messages.push(message.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return messages;
}

if (process.argv[1] === import.meta.filename) writeFileSync(l10nBundle, exportL10n());
