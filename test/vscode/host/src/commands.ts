import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeEditors, codesOf, finding, workspaceFolder, writeBeside } from './files';
import { test } from './suite';

test('New Job writes both files and opens them', async () => {
  const folder = vscode.Uri.joinPath(await writeBeside('placeholder.txt', ''), '..', 'new-job');
  const job = await vscode.commands.executeCommand<{ dataset: vscode.Uri; driveset: vscode.Uri }>('sneakernet.newJob', {
    dialect: 'blob',
    sources: [
      { path: 'F:\\Photos, 2019\\', kind: 'directory' },
      { path: 'F:\\disk.vhd', kind: 'file' },
    ],
    destination: 'archive/2019/',
    drives: [
      { letter: 'G', alreadyEncrypted: false },
      { letter: 'H', alreadyEncrypted: true },
    ],
    folder: folder.toString(),
  });
  const dataset = (await vscode.workspace.openTextDocument(job.dataset)).getText();
  assert.match(dataset, /^BasePath,DstBlobPathOrPrefix/);
  assert.match(dataset, /^"F:\\Photos, 2019\\","?archive\/2019\//m);
  const driveset = (await vscode.workspace.openTextDocument(job.driveset)).getText();
  assert.match(driveset, /^G,Format,/m);
  assert.match(driveset, /^H,AlreadyFormatted,/m);
  const open = vscode.window.tabGroups.all.flatMap(({ tabs }) =>
    tabs.map(({ input }) => (input instanceof vscode.TabInputText ? input.uri.toString() : '')),
  );
  for (const uri of [job.dataset, job.driveset]) assert.ok(open.includes(uri.toString()), `${uri.path} is not open`);
  // Only the key cannot be known.
  await finding(job.driveset, 'driveset/key-required');
  assert.deepEqual(
    codesOf(job.dataset).filter((code) => !/not-found|kind/.test(code)),
    [],
  );
});

test('Open Sample Job copies a job that can be prepared, and one with mistakes', async () => {
  const parent = vscode.Uri.joinPath(await writeBeside('samples/placeholder.txt', ''), '..');
  const copy = async () =>
    (await vscode.commands.executeCommand<vscode.Uri>('sneakernet.openSampleJob', parent)).path.split('/').at(-1)!;
  assert.deepEqual([await copy(), await copy()], ['sneakernet-sample', 'sneakernet-sample-2']);
  const folder = vscode.Uri.joinPath(parent, 'sneakernet-sample');
  const result = await vscode.commands.executeCommand<{ files: number; errors: number; warnings: number }>(
    'sneakernet.validateJob',
    vscode.Uri.joinPath(folder, 'shipment'),
  );
  assert.equal(result.errors, 0);
  const mistakes = vscode.Uri.joinPath(folder, 'mistakes', 'dataset.csv');
  await vscode.window.showTextDocument(mistakes);
  await finding(mistakes, 'csv/smart-quote');
});

test('Validate Job counts a folder and lists the findings of files that are not open', async () => {
  await closeEditors();
  const uri = await writeBeside('closed/late-dataset.csv', 'BasePath,DstBlobPathOrPrefix\r\nphotos\\,archive/\r\n');
  const result = await vscode.commands.executeCommand<{ files: number; records: number; errors: number }>(
    'sneakernet.validateJob',
    vscode.Uri.joinPath(uri, '..'),
  );
  assert.equal(result.files, 1);
  assert.ok(result.records >= 1 && result.errors >= 1, JSON.stringify(result));
  await finding(uri, 'dataset/base-path-relative');
});

test('Validate Job finds no error in the job that has none', async () => {
  const result = await vscode.commands.executeCommand<{ files: number; errors: number }>(
    'sneakernet.validateJob',
    workspaceFolder('shipment').toString(),
  );
  assert.equal(result.files, 2);
  assert.equal(result.errors, 0);
});
