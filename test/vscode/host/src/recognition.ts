import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { finding, show, writeBeside } from './files';
import { test } from './suite';

const header = 'BasePath,DstBlobPathOrPrefix,BlobType,Disposition,MetadataFile,PropertiesFile';
const relative = `${header}\r\nphotos\\,archive/photos/,BlockBlob,rename,None,None\r\n`;

test('a file of another trade keeps its language, whatever its name', async () => {
  const { document } = await show(await writeBeside('iris-dataset.csv', 'sepal_length,species\n5.1,setosa\n'));
  assert.ok(!document.languageId.startsWith('importexport-'));
});

test('a file is known by its first line, whatever the case of its name', async () => {
  const dataset = await show(await writeBeside('DATASET-2.CSV', relative));
  assert.equal(dataset.document.languageId, 'importexport-dataset');
  const driveset = await show(
    await writeBeside(
      'Driveset.csv',
      'DriveLetter,FormatOption,SilentOrPromptOnFormat,Encryption,ExistingBitLockerKey\r\n',
    ),
  );
  assert.equal(driveset.document.languageId, 'importexport-driveset');
});

test('a file is known by its first line, whatever its name', async () => {
  const { document } = await show(await writeBeside('x.csv', relative));
  assert.equal(document.languageId, 'importexport-dataset');
  await finding(document.uri, 'dataset/base-path-relative');
});

test('a dataset that belongs to another language is still checked', async () => {
  const { document } = await show(await writeBeside('other-dataset.csv', relative));
  await vscode.languages.setTextDocumentLanguage(document, 'plaintext');
  await finding(document.uri, 'dataset/base-path-relative');
});

test('a document that was never saved is checked', async () => {
  const document = await vscode.workspace.openTextDocument({ language: 'importexport-dataset', content: relative });
  await vscode.window.showTextDocument(document);
  await finding(document.uri, 'dataset/base-path-relative');
});

test('a JRM is known by its name, and told from one in XML', async () => {
  const json = await show(await writeBeside('one.jrm', '{}\n'));
  assert.equal(json.document.languageId, 'importexport-jrm');
  await finding(json.document.uri, 'jrm/missing');
  const uri = await writeBeside('two.jrm', '\n<JobResponseManifest/>\n');
  await show(uri);
  await finding(uri, 'jrm/missing');
  const xml = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  assert.equal(xml?.languageId, 'importexport-jrm-xml');
});
