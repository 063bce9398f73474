import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { show, writeBeside } from './files';
import { test, until } from './suite';

const extension = (): vscode.Extension<unknown> => {
  const found = vscode.extensions.getExtension('sneakernet.sneakernet');
  assert.ok(found, 'the extension is not installed');
  return found;
};

test('the extension wakes where the workspace has a dataset, though none is open', async () => {
  await show(await writeBeside('prices.csv', 'name,price\nbolt,3\n'));
  await until('activation', () => (extension().isActive ? true : undefined));
});

test('every contributed command is registered, once, and no other', async () => {
  const manifest = extension().packageJSON as { contributes: { commands: { command: string }[] } };
  const contributed = manifest.contributes.commands.map(({ command }) => command).sort();
  // Commands with a further part, such as sneakernet.job.focus, are VS Code's own for the views.
  const registered = (await vscode.commands.getCommands(true))
    .filter((command) => /^sneakernet\.\w+$/.test(command))
    .sort();
  assert.deepEqual(registered, contributed);
});
