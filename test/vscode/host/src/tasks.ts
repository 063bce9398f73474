import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { fileOf, workspaceFolder } from './files';
import { test, until } from './suite';

/** Finds a task that the extension offers for the jobs of the workspace. */
async function taskNamed(name: string): Promise<vscode.Task> {
  const tasks = await vscode.tasks.fetchTasks({ type: 'sneakernet' });
  const task = tasks.find((candidate) => candidate.name === name);
  assert.ok(task, `There is no task ${name}, only ${tasks.map((candidate) => candidate.name).join(', ')}.`);
  return task;
}

/**
 * Runs a task to its end.
 *
 * @returns its process's exit code
 */
async function exitCodeOf(task: vscode.Task): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const subscription = vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
      if (execution.task.name !== task.name) return;
      subscription.dispose();
      resolve(exitCode);
    });
    vscode.tasks.executeTask(task).then(undefined, reject);
  });
}

/** The rules that the problem matcher found in a task's output, for the files of a folder. */
function codesOfTask(folder: vscode.Uri): string[] {
  const inFolder = vscode.languages.getDiagnostics().filter(([uri]) => uri.path.startsWith(`${folder.path}/`));
  // The server's own diagnostics link to a page for each rule, so their code is not a string.
  return inFolder.flatMap(([, diagnostics]) =>
    diagnostics.flatMap(({ source, code }) => (source === 'sneakernet' && typeof code === 'string' ? [code] : [])),
  );
}

test('a task of tasks.json prepares a job, and its exit code is the runner’s', async () => {
  const definition = {
    type: 'sneakernet',
    task: 'prep',
    label: 'prepare the shipment',
    dataset: 'dataset.csv',
    driveset: ['driveset.csv'],
    journal: 'task/task.jrn',
    session: 'session#1',
    drives: { H: 'task/H.vhd' },
    problemMatcher: '$sneakernet',
  };
  const text = JSON.stringify({ version: '2.0.0', tasks: [definition] });
  await vscode.workspace.fs.writeFile(fileOf('shipment', '.vscode/tasks.json'), new TextEncoder().encode(text));
  let known: readonly vscode.Task[] = [];
  const look = async (): Promise<void> => {
    known = await vscode.tasks.fetchTasks();
  };
  const task = await until(
    'the task of tasks.json',
    () => {
      void look();
      return known.find(({ name }) => name === definition.label);
    },
    () => known.map(({ name }) => name),
  );
  assert.equal(await exitCodeOf(task), 0);
  for (const name of ['task/task.jrn', 'task/task.jrm', 'task/H.vhd'])
    assert.ok((await vscode.workspace.fs.stat(fileOf('shipment', name))).size > 0);
});

test('a task that finds errors fails, and the problem matcher reads them', async () => {
  const folder = workspaceFolder('mistakes');
  assert.equal(await exitCodeOf(await taskNamed('validate mistakes')), 1);
  const codes = await until(
    'findings of the task',
    () => (codesOfTask(folder).length > 0 ? codesOfTask(folder) : undefined),
    () => vscode.languages.getDiagnostics(),
  );
  for (const code of codes) assert.match(code, /^[a-z-]+\/[a-z0-9-]+$/);
});
