import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import * as vscode from 'vscode';
import { finding, show, writeBeside } from './files';
import { test, until } from './suite';

const broken = 'BasePath,DstBlobPathOrPrefix\r\nphotos\\,archive/\r\n';

test('a restarted server checks the open documents again', async () => {
  const { document } = await show(await writeBeside('restart-dataset.csv', broken));
  await finding(document.uri, 'dataset/base-path-relative');
  await vscode.commands.executeCommand('sneakernet.restartServer');
  await finding(document.uri, 'dataset/base-path-relative');
});

async function survivesItsServer(): Promise<void> {
  const { document } = await show(await writeBeside('crash-dataset.csv', broken));
  await finding(document.uri, 'dataset/base-path-relative');
  const victim = serverProcess();
  assert.ok(victim !== undefined, 'there is no server process');
  process.kill(victim, 'SIGKILL');
  await until('another server process', () => {
    const successor = serverProcess();
    return successor === victim ? undefined : successor;
  });
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, new vscode.Position(2, 0), 'F:\\Scans\\,/archive/scans/\r\n');
  await vscode.workspace.applyEdit(edit);
  await finding(document.uri, 'dataset/destination-leading-slash');
}

// Other systems have no /proc to find the process with.
if (process.platform === 'linux') test('a server that dies is started again and goes on checking', survivesItsServer);

/** The id of the language server that this extension host has started. */
function serverProcess(): number | undefined {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .find((id) => {
      try {
        const parent = /^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1];
        return Number(parent) === process.pid && readFileSync(`/proc/${id}/cmdline`, 'utf8').includes('server.js');
      } catch {
        // It ended between listing and reading.
        return false;
      }
    });
}
