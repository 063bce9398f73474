import { join, resolve } from 'node:path';
import * as vscode from 'vscode';
import type { EarlierSessions, JobFinding, PlanSummary } from '../../../../src-runner/src/protocol';
import type { Job, Jobs } from '../../jobs/jobs';
import { saveDocumentsIn } from '../../jobs/saveDocuments';
import { Quantities } from '../../workbench/quantities';
import type { Runner } from '../../runner/runner';
import type { Run } from '../../runs/run';
import type { Runs } from '../../runs/runs';
import type { Words } from '../../webview/words';
import { messageLines, parsePlanResult } from '../plan/jobPlan';
import { leftOverSentences } from '../plan/planFacts';
import type { PlanProblems } from '../plan/planProblems';
import { inEditorWords, mapPathTitle, unmappedBeginning } from '../plan/unmappedPath';
import type { RunNotices } from '../runs/runNotices';
import { confirmation } from './confirmation';
import { pathsOf } from './jobPaths';
import { jobOptions, nextSessionId, prepOptions } from './prepareAnswers';
import type { JobPaths, PrepareAnswers } from './prepareAnswers';
import { PrepareMemory } from './prepareMemory';
import { askAnswers } from './prepareQuestions';
import { askSecret } from './secretQuestion';
import { targetFacts } from './targetFacts';

/** A plan that can be carried out, with the runner's messages about it. */
interface MadePlan {
  readonly summary: PlanSummary;
  /** What is already on drives of earlier sessions. */
  readonly earlier: EarlierSessions | undefined;
  readonly warnings: readonly string[];
}

/** The command *Prepare Drives…*: asks, plans, asks for confirmation, and starts the runner. */
export class PrepareDrives {
  private readonly words: Words = { localize: vscode.l10n.t, quantities: new Quantities(vscode.env.language) };
  private readonly memory: PrepareMemory;
  /** Folders of jobs that are being asked about. */
  private readonly asking = new Set<string>();

  constructor(
    private readonly jobs: Jobs,
    private readonly runner: Runner,
    private readonly runs: Runs,
    private readonly notices: RunNotices,
    private readonly problems: PlanProblems,
    memory: vscode.Memento,
  ) {
    this.memory = new PrepareMemory(memory);
  }

  /** @returns undefined if nothing was started */
  async run(target: unknown): Promise<Run | undefined> {
    if (!vscode.workspace.isTrusted) return undefined;
    const job = await this.jobs.forCommand(target);
    if (!job) return undefined;
    if (job.folder.scheme !== 'file') {
      void vscode.window.showWarningMessage(
        vscode.l10n.t('{0} is not on this machine. Only drives of jobs on this machine can be prepared.', job.name),
      );
      return undefined;
    }
    const folder = job.folder.toString();
    if (this.asking.has(folder)) return undefined;
    this.asking.add(folder);
    try {
      return await this.prepare(job);
    } finally {
      this.asking.delete(folder);
    }
  }

  private async prepare(job: Job): Promise<Run | undefined> {
    await saveDocumentsIn(job.folder);
    await this.runs.lookAt(job);
    if (await this.notices.tellIfBusy(job)) return undefined;
    const paths = pathsOf(job);
    const earlier = this.runs.sessionsOf(job)?.sessions ?? [];
    const usedIds = earlier.map(({ sessionId }) => sessionId);
    const sessionId = nextSessionId(usedIds, job.sessionId);
    const remembered: PrepareAnswers = { sessionId, ...this.memory.get(job.folder.toString()) };
    const first = await this.plan(job, paths, remembered);
    if (!first) return undefined;
    const taken = new Set(earlier.flatMap(({ drives }) => drives.map(({ target }) => target)));
    const proposal = {
      ...remembered,
      drives: { ...remembered.drives, ...ownImages(first.summary, remembered, job.folder.fsPath, taken) },
    };
    const answers = await askAnswers(
      { jobName: job.name, folder: job.folder, drives: first.summary.drives, usedIds },
      proposal,
    );
    if (!answers) return undefined;
    const isUnchanged = JSON.stringify(answers) === JSON.stringify(remembered);
    const plan = isUnchanged ? first : await this.plan(job, paths, answers);
    if (!plan) return undefined;
    await this.memory.set(job.folder.toString(), answers);
    return this.confirmAndStart(job, paths, answers, plan);
  }

  private async confirmAndStart(
    job: Job,
    paths: JobPaths,
    answers: PrepareAnswers,
    { summary, earlier, warnings }: MadePlan,
  ): Promise<Run | undefined> {
    const erase = summary.leftOver
      ? await this.confirmShortage(summary)
      : await this.confirm(job, summary, earlier, warnings);
    if (!erase) return undefined;
    const secrets = answers.credential && (await this.secretsFor(answers.credential, job));
    if (answers.credential && !secrets) return undefined;
    return this.notices.start({
      kind: 'prepare',
      job: { name: job.name, folder: job.folder.fsPath },
      journal: paths.journal,
      sessionId: answers.sessionId,
      options: prepOptions(paths, answers, erase),
      ...(secrets && { secrets }),
    });
  }

  private async secretsFor(
    kind: NonNullable<PrepareAnswers['credential']>,
    job: Job,
  ): Promise<Readonly<Record<string, string>> | undefined> {
    const secret = await askSecret(kind, vscode.l10n.t('Prepare {0}', job.name));
    return secret === undefined ? undefined : { [kind]: secret };
  }

  /** @returns the targets that the user agrees to lose; undefined if the user does not agree */
  private async confirm(
    job: Job,
    summary: PlanSummary,
    earlier: EarlierSessions | undefined,
    warnings: readonly string[],
  ): Promise<readonly string[] | undefined> {
    const { message, detail, button, erase } = confirmation(
      {
        jobName: job.name,
        plan: summary,
        facts: await targetFacts(summary.drives, job.folder.fsPath),
        earlier,
        warnings,
      },
      this.words,
    );
    const answer = await vscode.window.showWarningMessage(message, { modal: true, detail }, button);
    return answer === button ? erase : undefined;
  }

  /** Confirms a session that begins without enough drives and waits for more. */
  private async confirmShortage(summary: PlanSummary): Promise<readonly string[] | undefined> {
    const begin = vscode.l10n.t('Start Without Writing');
    const show = vscode.l10n.t('Show Plan');
    const answer = await vscode.window.showWarningMessage(
      vscode.l10n.t('The data does not fit on these drives.'),
      {
        modal: true,
        detail: [
          ...leftOverSentences(summary, this.words),
          '',
          vscode.l10n.t('The session can start without writing to a drive and be given an additional driveset later.'),
        ].join('\n'),
      },
      begin,
      show,
    );
    if (answer === show) await vscode.commands.executeCommand('sneakernet.planJob');
    return answer === begin ? [] : undefined;
  }

  /**
   * Plans with the answers so far.
   *
   * @returns undefined if it was cancelled, or errors prevent the plan, which are shown
   */
  private async plan(job: Job, paths: JobPaths, answers: PrepareAnswers): Promise<MadePlan | undefined> {
    const title = vscode.l10n.t('Planning {0}', job.name);
    const planned = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title, cancellable: true },
      async (_, token) => {
        const result = await this.runner.run(
          'plan',
          { options: { ...jobOptions(paths, answers), format: 'json' } },
          { token },
          job.folder.fsPath,
        );
        return token.isCancellationRequested ? undefined : result;
      },
    );
    if (!planned) return undefined;
    const warnings = messageLines(planned.messages);
    const result = parsePlanResult(planned.output);
    if (!result) {
      void vscode.window.showErrorMessage(vscode.l10n.t('{0} cannot be prepared. {1}', job.name, warnings.join(' ')));
      return undefined;
    }
    if (result.plan && (result.counts.errors === 0 || result.plan.leftOver))
      return { summary: result.plan, earlier: result.earlier ?? undefined, warnings };
    await this.showErrors(job, result.counts.errors, result.findings.map(inEditorWords));
    return undefined;
  }

  /** Shows the errors that prevent the plan. */
  private async showErrors(job: Job, errors: number, findings: readonly JobFinding[]): Promise<void> {
    this.problems.show(job, findings);
    const first = findings.find(({ severity }) => severity === 'error');
    const beginning = findings.map(unmappedBeginning).find((one) => one !== undefined);
    const show = vscode.l10n.t('Show Problems');
    const map = beginning === undefined ? [] : [mapPathTitle(beginning)];
    const message = vscode.l10n.t(
      '{0} cannot be prepared until its errors are fixed ({1}). {2}',
      job.name,
      errors,
      first?.message ?? '',
    );
    const answer = await vscode.window.showErrorMessage(message, ...map, show);
    if (answer === show) await vscode.commands.executeCommand('workbench.actions.view.problems');
    else if (answer !== undefined) await vscode.commands.executeCommand('sneakernet.mapPath', beginning, job.folder);
  }
}

/**
 * Gives a further session its own images, so that it does not overwrite finished ones.
 *
 * @param taken absolute paths
 */
function ownImages(
  { drives }: PlanSummary,
  { sessionId, drives: remembered }: PrepareAnswers,
  folder: string,
  taken: ReadonlySet<string>,
): PrepareAnswers['drives'] {
  const isTaken = (target: string) => taken.has(resolve(folder, target));
  // Without an answer, the runner would choose a free name beside the existing image.
  const inTheWay = drives.filter(
    ({ kind, letter, target }) =>
      kind === 'image' &&
      (isTaken(target) || (remembered[letter] === undefined && isTaken(join('drives', `${letter}.vhd`)))),
  );
  return Object.fromEntries(
    inTheWay.map(({ letter }) => [
      letter,
      { ...remembered[letter], target: join('drives', sessionId, `${letter}.vhd`) },
    ]),
  );
}
