import * as vscode from 'vscode';
import type { NewJobParams } from '../../../../server/src/protocol/messages';
import type { JobAnswers } from './jobAnswers';
import { driveLetters, drivesOf } from './jobAnswers';
import { askItem, askItems, askText } from '../../workbench/prompts';
import type { Answer, Step } from '../../workbench/prompts';
import { askSources } from './sourceQuestions';

/** The answers given so far. */
type Draft = { -readonly [Key in keyof JobAnswers]?: JobAnswers[Key] };

/** Asks one question and notes its answer in the draft. */
type Question = (step: Step, draft: Draft, problemOf: ProblemOf) => Promise<Answer<unknown>>;

/** What the rules say against the destination in a draft; undefined if nothing. */
export type ProblemOf = (
  draft: Pick<NewJobParams, 'dialect' | 'sources' | 'destination'>,
) => Promise<string | undefined>;

const questions: readonly Question[] = [askDialect, noteSources, askDestination, askDrives, askEncrypted, askFolder];

/**
 * Asks for a new job, one question at a time, each with a way back to the previous one.
 * @param folder where the job is created, if known.
 * @param problemOf what the editor would say about a destination once the job is written
 * @returns undefined if the user dismissed a question.
 */
export async function askForJob(folder: vscode.Uri | undefined, problemOf: ProblemOf): Promise<JobAnswers | undefined> {
  const draft: Draft = folder === undefined ? {} : { folder: folder.toString() };
  const asked = folder === undefined ? questions : questions.filter((question) => question !== askFolder);
  let index = 0;
  while (index < asked.length) {
    const step: Step = { title: vscode.l10n.t('New Import Job'), number: index + 1, total: asked.length };
    const answer = await asked[index]!(step, draft, problemOf);
    if (answer === 'cancelled') return undefined;
    index += answer === 'back' ? -1 : 1;
  }
  return draft as JobAnswers;
}

async function askDialect(step: Step, draft: Draft): Promise<Answer<unknown>> {
  const items = [
    {
      label: vscode.l10n.t('Azure Blob Storage'),
      description: 'DstBlobPathOrPrefix, BlobType',
      dialect: 'blob' as const,
    },
    { label: vscode.l10n.t('Azure Files'), description: 'DstItemPathOrPrefix, ItemType', dialect: 'files' as const },
  ];
  const preferred = vscode.workspace.getConfiguration('sneakernet').get<string>('dialect');
  if (preferred === 'files') items.reverse();
  const answer = await askItem(step, vscode.l10n.t('Where should the data go?'), items);
  if (typeof answer === 'object') draft.dialect = answer.value.dialect;
  return answer;
}

async function noteSources(step: Step, draft: Draft): Promise<Answer<unknown>> {
  const answer = await askSources(step, draft.sources ?? []);
  if (typeof answer === 'object') draft.sources = answer.value;
  return answer;
}

async function askDestination(step: Step, draft: Draft, problemOf: ProblemOf): Promise<Answer<unknown>> {
  const prompt =
    draft.dialect === 'files'
      ? vscode.l10n.t('File share, optionally with a directory in it')
      : vscode.l10n.t('Container, optionally with a virtual directory in it');
  const answer = await askText(step, prompt, 'archive/2019/', draft.destination ?? '', (text) =>
    text === ''
      ? vscode.l10n.t('Enter the name of a container or share, for example archive/2019/.')
      : problemOf({ dialect: draft.dialect ?? 'blob', sources: draft.sources ?? [], destination: text }),
  );
  if (typeof answer === 'object') draft.destination = answer.value;
  return answer;
}

async function askDrives(step: Step, draft: Draft): Promise<Answer<unknown>> {
  const before = draft.drives ?? [];
  const value = before.map(({ letter }) => letter).join(', ');
  const answer = await askText(step, vscode.l10n.t('Letters of the drives to ship'), 'G, H', value, (text) =>
    driveLetters(text) === undefined
      ? vscode.l10n.t('Enter each drive once, as a single letter from A to Z: G, H.')
      : undefined,
  );
  if (typeof answer === 'object') {
    const encrypted = new Set(before.filter((drive) => drive.alreadyEncrypted).map(({ letter }) => letter));
    draft.drives = drivesOf(driveLetters(answer.value) ?? [], encrypted);
  }
  return answer;
}

async function askEncrypted(step: Step, draft: Draft): Promise<Answer<unknown>> {
  const drives = draft.drives ?? [];
  const description = vscode.l10n.t('will be formatted and encrypted unless selected');
  const items = drives.map(({ letter, alreadyEncrypted }) => ({
    label: `${letter}:`,
    description,
    letter,
    alreadyEncrypted,
  }));
  const prompt = vscode.l10n.t('Which drives are already encrypted with BitLocker?');
  const answer = await askItems(
    step,
    prompt,
    items,
    items.filter((item) => item.alreadyEncrypted),
  );
  if (typeof answer === 'object') {
    const letters = drives.map(({ letter }) => letter);
    draft.drives = drivesOf(letters, new Set(answer.value.map(({ letter }) => letter)));
  }
  return answer;
}

async function askFolder(step: Step, draft: Draft): Promise<Answer<unknown>> {
  const folders = (vscode.workspace.workspaceFolders ?? []).map(({ name, uri }) => ({
    label: `$(folder) ${name}`,
    description: uri.scheme === 'file' ? uri.fsPath : uri.toString(),
    uri,
  }));
  const browse = { label: vscode.l10n.t('$(folder-opened) Another Folder…'), uri: undefined };
  for (;;) {
    const answer = await askItem<vscode.QuickPickItem & { uri: vscode.Uri | undefined }>(
      step,
      vscode.l10n.t('Folder for dataset.csv and driveset.csv'),
      [...folders, browse],
    );
    if (typeof answer !== 'object') return answer;
    const folder =
      answer.value.uri ??
      (
        await vscode.window.showOpenDialog({
          canSelectFolders: true,
          canSelectFiles: false,
          openLabel: vscode.l10n.t('Create Here'),
          title: vscode.l10n.t('Job Folder'),
        })
      )?.[0];
    if (folder !== undefined) {
      draft.folder = folder.toString();
      return answer;
    }
  }
}
