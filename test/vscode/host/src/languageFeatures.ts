import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { actionsAt, apply, codesOf, fileOf, finding, noFinding, rangeOf, show } from './files';
import { test, until } from './suite';

const mistakes = (): vscode.Uri => fileOf('mistakes', 'dataset.csv');
const shipment = (): vscode.Uri => fileOf('shipment', 'dataset.csv');

test('the mistakes in the broken dataset are found', async () => {
  await show(mistakes());
  for (const code of [
    'csv/column-unknown',
    'csv/joined-records',
    'csv/smart-quote',
    'csv/space-around-delimiter',
    'dataset/container-name',
  ]) {
    await finding(mistakes(), code);
  }
});

test('a finding links to the page of its rule', async () => {
  const { code } = await finding(mistakes(), 'csv/column-unknown');
  assert.ok(typeof code === 'object' && code.target.path.includes('column-unknown'), JSON.stringify(code));
});

test('the mistakes in the broken driveset are found, and no key is in a message', async () => {
  const uri = fileOf('mistakes', 'driveset.csv');
  await show(uri);
  for (const code of ['driveset/key-checksum', 'driveset/drive-letter', 'csv/joined-records']) await finding(uri, code);
  const messages = vscode.languages.getDiagnostics(uri).map(({ message }) => message);
  assert.deepEqual(
    messages.filter((message) => /\d{6}-\d{6}/.test(message)),
    [],
  );
});

test('the job whose sources exist has no error', async () => {
  await show(shipment());
  const lenses = await until('code lenses', async () => {
    const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      shipment(),
      10,
    );
    return found.length > 0 ? found : undefined;
  });
  assert.ok(lenses.some(({ command }) => command?.command === 'sneakernet.validateJob'));
  const errors = vscode.languages
    .getDiagnostics(shipment())
    .filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error);
  assert.deepEqual(
    errors.map(({ message }) => message),
    [],
  );
});

test('the quick fix of a column name removes its finding', async () => {
  await show(mistakes());
  const { range } = await finding(mistakes(), 'csv/column-unknown');
  const actions = await actionsAt(mistakes(), range, vscode.CodeActionKind.QuickFix);
  const fix = actions.find(({ title }) => title.includes('Disposition'));
  assert.ok(fix, `no fix among: ${actions.map(({ title }) => title).join(' | ')}`);
  await apply(fix);
  await noFinding(mistakes(), 'csv/column-unknown');
});

test('source.fixAll repairs what is left to repair by rule', async () => {
  const { document } = await show(mistakes());
  const whole = new vscode.Range(0, 0, document.lineCount, 0);
  for (const code of ['csv/smart-quote', 'csv/joined-records', 'csv/space-around-delimiter']) {
    // One repair can reveal another: a joined record becomes a separate record only then.
    await until(
      `no ${code}`,
      async () => {
        if (!codesOf(mistakes()).includes(code)) return true;
        const [fixAll] = await actionsAt(mistakes(), whole, vscode.CodeActionKind.SourceFixAll);
        if (fixAll !== undefined) await apply(fixAll);
        return undefined;
      },
      () => codesOf(mistakes()),
    );
  }
});

test('completion offers the values of a column', async () => {
  const { document } = await show(shipment());
  const { start } = rangeOf(document, 'overwrite');
  const list = await vscode.commands.executeCommand<vscode.CompletionList>(
    'vscode.executeCompletionItemProvider',
    shipment(),
    start,
  );
  const labels = list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
  for (const value of ['rename', 'no-overwrite', 'overwrite'])
    assert.ok(labels.includes(value), `${value} is not among ${labels.join(', ')}`);
});

test('hover says what a row will do', async () => {
  const { document } = await show(shipment());
  const { start } = rangeOf(document, 'site-archive/photos/');
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', shipment(), start);
  const text = hovers
    .flatMap(({ contents }) =>
      contents.map((content) => (content instanceof vscode.MarkdownString ? content.value : '')),
    )
    .join('\n');
  assert.match(text, /site-archive/);
});

test('formatting takes stray spaces away', async () => {
  const uri = fileOf('shipment', 'driveset.csv');
  const { document } = await show(uri);
  const spaced = new vscode.WorkspaceEdit();
  spaced.insert(uri, rangeOf(document, 'Format,SilentMode').start, ' ');
  await vscode.workspace.applyEdit(spaced);
  await finding(uri, 'csv/space-around-delimiter');
  const edits = await vscode.commands.executeCommand<vscode.TextEdit[]>('vscode.executeFormatDocumentProvider', uri, {
    tabSize: 2,
    insertSpaces: true,
  });
  const formatted = new vscode.WorkspaceEdit();
  formatted.set(uri, edits);
  await vscode.workspace.applyEdit(formatted);
  await noFinding(uri, 'csv/space-around-delimiter');
  assert.ok(!document.getText().includes(' '));
});
