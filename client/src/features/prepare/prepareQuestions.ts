import * as vscode from 'vscode';
import { sessionIdProblem } from '#core/names/sessionId';
import type { DriveSummary } from '../../../../src-runner/src/protocol';
import { askItem, askText } from '../../workbench/prompts';
import type { Step } from '../../workbench/prompts';
import { askDrive } from './driveQuestion';
import type { PrepareAnswers } from './prepareAnswers';

/** The facts that the questions depend on. */
export interface QuestionFacts {
  readonly jobName: string;
  /** The job's folder on this machine. */
  readonly folder: vscode.Uri;
  /** The drives of the driveset that will be written, with their current targets. */
  readonly drives: readonly Pick<DriveSummary, 'letter' | 'target' | 'kind'>[];
  /** Ids that the journal already uses. */
  readonly usedIds: readonly string[];
}

type Choice = vscode.QuickPickItem & {
  readonly change?: (answers: PrepareAnswers) => Promise<PrepareAnswers | undefined>;
};

/**
 * Shows what preparing would do, and lets the user change each part. The first item continues, so that Enter is enough
 * if everything is right.
 *
 * @returns undefined if the user cancels
 */
export async function askAnswers(facts: QuestionFacts, answers: PrepareAnswers): Promise<PrepareAnswers | undefined> {
  const title = vscode.l10n.t('Prepare {0}', facts.jobName);
  for (let current = answers; ;) {
    const choice = await askItem<Choice>(
      { title, number: 1, total: 2 },
      vscode.l10n.t('Continue, or choose what to change'),
      choices(facts, current),
    );
    if (choice === 'back' || choice === 'cancelled') return undefined;
    const { change } = choice.value;
    if (change === undefined) return current;
    current = (await change(current)) ?? current;
  }
}

function choices(facts: QuestionFacts, { drives, sessionId, credential }: PrepareAnswers): Choice[] {
  const step: Step = { title: vscode.l10n.t('Prepare {0}', facts.jobName), number: 2, total: 2 };
  const folder = facts.folder.fsPath;
  return [
    {
      label: vscode.l10n.t('Continue'),
      iconPath: new vscode.ThemeIcon('play'),
      detail: vscode.l10n.t('Plans the job and asks again before anything is written'),
    },
    { label: vscode.l10n.t('Drives'), kind: vscode.QuickPickItemKind.Separator },
    ...facts.drives.map(({ letter, target }): Choice => {
      const answer = drives[letter];
      return {
        label: vscode.l10n.t('Drive {0}', letter),
        iconPath: new vscode.ThemeIcon('database'),
        description: answer?.target ?? target,
        ...(answer?.size !== undefined && { detail: vscode.l10n.t('Size: {0}', answer.size) }),
        change: async (before) => {
          const drive = await askDrive(step, letter, before.drives[letter] ?? { target }, folder);
          return drive && { ...before, drives: { ...before.drives, [letter]: drive } };
        },
      };
    }),
    { label: vscode.l10n.t('Session'), kind: vscode.QuickPickItemKind.Separator },
    {
      label: vscode.l10n.t('Session Id'),
      iconPath: new vscode.ThemeIcon('tag'),
      description: sessionId,
      change: (before) => askSessionId(step, before, facts.usedIds),
    },
    {
      label: vscode.l10n.t('Storage Account'),
      iconPath: new vscode.ThemeIcon('key'),
      description: credentialText(credential),
      change: (before) => askCredential(step, before),
    },
    {
      label: vscode.l10n.t('Path Map'),
      iconPath: new vscode.ThemeIcon('folder'),
      description: vscode.l10n.t('where Windows paths in the dataset are on this machine'),
      change: async () => {
        await vscode.commands.executeCommand('workbench.action.openSettings', 'sneakernet.pathMap');
        return undefined;
      },
    },
  ];
}

function credentialText(credential: PrepareAnswers['credential']): string {
  switch (credential) {
    case undefined:
      return vscode.l10n.t('the one named in the import job');
    case 'storage-key':
      return vscode.l10n.t('a storage account key, asked for at the start');
    case 'container-sas':
      return vscode.l10n.t('a SAS of the container, asked for at the start');
  }
}

async function askSessionId(
  step: Step,
  answers: PrepareAnswers,
  used: readonly string[],
): Promise<PrepareAnswers | undefined> {
  const problem = (text: string): string | undefined => {
    if (sessionIdProblem(text))
      return vscode.l10n.t('A session id must consist of 3 to 30 letters, digits, "_", "-" or "#".');
    return used.includes(text) ? vscode.l10n.t('The journal already has a session with this id.') : undefined;
  };
  const answer = await askText(
    step,
    vscode.l10n.t('Session id; a directory on the drives is named after it'),
    'session#1',
    answers.sessionId,
    problem,
  );
  return typeof answer === 'string' ? undefined : { ...answers, sessionId: answer.value };
}

async function askCredential(step: Step, answers: PrepareAnswers): Promise<PrepareAnswers | undefined> {
  const kinds = [undefined, 'storage-key', 'container-sas'] as const;
  const items = kinds.map((kind) => ({
    label: credentialText(kind),
    kind: vscode.QuickPickItemKind.Default,
    credential: kind,
  }));
  const answer = await askItem(step, vscode.l10n.t('Which storage account should the drives’ manifests name?'), items);
  return typeof answer === 'string' ? undefined : { ...answers, credential: answer.value.credential };
}
