import * as vscode from 'vscode';
import type { JobAnswers } from './jobAnswers';
import { directoryPath, isAbsolute, sourceOf } from './jobAnswers';
import { askItem, askText } from '../../workbench/prompts';
import type { Answer, Step } from '../../workbench/prompts';

type Sources = JobAnswers['sources'];
type Source = Sources[number];

/** An item of the list: a way to add a source, to continue, or a source that was added. */
interface SourceItem extends vscode.QuickPickItem {
  readonly action: 'folder' | 'file' | 'type' | 'continue' | 'keep';
  readonly source?: Source;
}

/** Collects the sources, from pickers and by typing, until the user continues. */
export async function askSources(step: Step, before: Sources): Promise<Answer<Sources>> {
  let sources = before;
  for (;;) {
    const placeholder =
      sources.length === 0
        ? vscode.l10n.t('What do you want to ship?')
        : vscode.l10n.t('Is there anything else to ship?');
    const answer = await askItem(step, placeholder, itemsFor(sources), ({ source }) => {
      sources = sources.filter((other) => other !== source);
      return itemsFor(sources);
    });
    if (typeof answer !== 'object') return answer;
    const { action } = answer.value;
    if (action === 'continue') return { value: sources };
    const added = action === 'keep' ? [] : action === 'type' ? await typedSource(step) : await pickedSources(action);
    sources = [...sources, ...added.filter(({ path }) => !sources.some((source) => source.path === path))];
  }
}

function itemsFor(sources: Sources): SourceItem[] {
  const remove: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('trash'), tooltip: vscode.l10n.t('Remove') };
  const add: SourceItem[] = [
    { action: 'folder', label: vscode.l10n.t('$(folder) Add Folders…') },
    { action: 'file', label: vscode.l10n.t('$(file) Add Files…') },
    {
      action: 'type',
      label: vscode.l10n.t('$(edit) Enter a Path…'),
      description: vscode.l10n.t('even on another machine, for example F:\\Photos\\'),
    },
  ];
  if (sources.length === 0) return add;
  const onward: SourceItem = { action: 'continue', label: vscode.l10n.t('$(arrow-right) Continue') };
  const added = sources.map((source): SourceItem => {
    const icon = source.kind === 'directory' ? '$(folder)' : '$(file)';
    return { action: 'keep', label: `${icon} ${source.path}`, source, buttons: [remove] };
  });
  const separator: SourceItem = {
    action: 'keep',
    label: vscode.l10n.t('Sources'),
    kind: vscode.QuickPickItemKind.Separator,
  };
  return [onward, ...add, separator, ...added];
}

async function typedSource(step: Step): Promise<Source[]> {
  const prompt = vscode.l10n.t('Absolute path of a file, or of a folder with a trailing slash');
  const answer = await askText(step, prompt, 'F:\\Photos\\', '', (text) =>
    isAbsolute(text)
      ? undefined
      : vscode.l10n.t('Enter the full path, for example F:\\Photos\\ or \\\\server\\share\\folder\\.'),
  );
  return typeof answer === 'object' ? [sourceOf(answer.value)] : [];
}

async function pickedSources(kind: 'folder' | 'file'): Promise<Source[]> {
  const folders = kind === 'folder';
  const chosen = await vscode.window.showOpenDialog({
    canSelectFolders: folders,
    canSelectFiles: !folders,
    canSelectMany: true,
    openLabel: vscode.l10n.t('Add'),
    title: folders ? vscode.l10n.t('Folders to Ship') : vscode.l10n.t('Files to Ship'),
  });
  return (chosen ?? []).map(({ fsPath }) =>
    folders ? { path: directoryPath(fsPath), kind: 'directory' } : { path: fsPath, kind: 'file' },
  );
}
