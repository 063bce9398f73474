import { standingOf } from '../../runs/driveLook';
import type { DriveLook } from '../../runs/driveLook';
import type { JobState } from '../../jobs/jobState';
import { jobStateText } from '../../jobs/jobState';
import type { ProblemCounts } from '../../jobs/problem';
import type { TreeNode } from '../../views/treeNode';
import type { Words } from '../../webview/words';
import { planSentence } from '../plan/jobPlan';
import type { JobPlan } from '../plan/jobPlan';
import { fullnessOf } from '../plan/planFacts';
import { countsText, iconOf } from '../problemsView/problemTree';

/** A file in the tree. */
export interface JobTreeFile {
  readonly uri: string;
  readonly name: string;
  /** Bytes; undefined if the file does not exist. */
  readonly size: number | undefined;
  readonly problems: ProblemCounts;
}

/** The facts that the tree of a job shows. */
export interface JobTreeFacts {
  /** URI of its folder. */
  readonly folder: string;
  readonly state: JobState;
  /** Doubts about finished drives: missing, changed, or not sound when verified. */
  readonly doubts: readonly string[];
  readonly datasets: readonly JobTreeFile[];
  readonly drivesets: readonly JobTreeFile[];
  readonly jobFile: JobTreeFile;
  readonly journal: JobTreeFile;
  readonly jrm: JobTreeFile;
  readonly driveInfos: readonly JobTreeFile[];
  readonly plan: JobPlan | undefined;
  /** Names of the CSVs and settings that have changed since the plan. */
  readonly changedSincePlan: readonly string[];
  /** False if processes cannot be started: then nothing that needs the runner is offered. */
  readonly canRun: boolean;
}

type FileKind = 'dataset' | 'driveset' | 'jobFile' | 'journal' | 'jrm' | 'driveInfo';

/** The tree of the chosen job: its state, its files with their findings, its plan, and the next steps. */
export function jobTree(facts: JobTreeFacts, words: Words): TreeNode[] {
  const { datasets, drivesets, jobFile, journal, jrm, driveInfos } = facts;
  const { localize } = words;
  return [
    stateNode(facts, words),
    ...datasets.map((file) => fileNode('dataset', file, words)),
    ...drivesets.map((file) => fileNode('driveset', file, words)),
    fileNode('jobFile', jobFile, words),
    planNode(facts, words),
    fileNode('journal', journal, words),
    fileNode('jrm', jrm, words),
    driveInfos.length === 0
      ? {
          id: 'driveInfos',
          label: localize('Drive infos'),
          description: localize('not yet'),
          icon: 'circle-outline',
          context: 'job.missing',
        }
      : {
          id: 'driveInfos',
          label: localize('Drive infos'),
          description: String(driveInfos.length),
          icon: 'archive',
          context: 'job.driveInfos',
          children: () => driveInfos.map((file) => fileNode('driveInfo', file, words)),
        },
    {
      id: 'next',
      label: localize('Next steps'),
      icon: 'arrow-right',
      context: 'job.next',
      isOpen: true,
      children: () => nextSteps(facts, words),
    },
  ];
}

const stateIcons: Readonly<Record<JobState, Pick<TreeNode, 'icon' | 'iconColor'>>> = {
  none: { icon: 'circle-outline' },
  running: { icon: 'sync~spin' },
  interrupted: { icon: 'debug-pause', iconColor: 'problemsWarningIcon.foreground' },
  needsDrives: { icon: 'warning', iconColor: 'problemsWarningIcon.foreground' },
  prepared: { icon: 'pass', iconColor: 'testing.iconPassed' },
  aborted: { icon: 'circle-slash' },
  unknown: { icon: 'question' },
};

function stateNode({ state, doubts }: JobTreeFacts, { localize }: Words): TreeNode {
  if (state === 'prepared' && doubts.length > 0) {
    const text = localize('Prepared, but no longer as it was');
    return {
      id: 'state',
      label: text,
      description: doubts[0]!,
      icon: 'error',
      iconColor: 'problemsErrorIcon.foreground',
      tooltip: doubts.join('\n'),
      spoken: localize('State of the job: {0}', [text, ...doubts].join(' ')),
      context: 'job.state',
      value: doubts.join('\n'),
      isOpen: true,
      children: () =>
        doubts.map((doubt) => ({
          id: `doubt ${doubt}`,
          label: doubt,
          icon: 'warning',
          iconColor: 'problemsWarningIcon.foreground',
          context: 'job.doubt',
          value: doubt,
        })),
    };
  }
  const text = jobStateText(state, localize);
  return {
    id: 'state',
    label: text,
    ...stateIcons[state],
    spoken: localize('State of the job: {0}', text),
    context: 'job.state',
    value: text,
  };
}

/** Why a finished drive may not be fine; undefined if it is. */
export function driveDoubt(
  letter: string,
  target: string,
  look: DriveLook,
  { localize, quantities }: Words,
): string | undefined {
  switch (standingOf(look)) {
    case 'gone':
      // A missing disk may have been packed already.
      return look.kind === 'device' ? undefined : localize('Drive {0}: {1} no longer exists.', letter, target);
    case 'changed':
      return localize('Drive {0}: changed since it was read back. Verify it again.', letter);
    case 'failed':
      return localize(
        'Drive {0}: verification found problems: {1}.',
        letter,
        quantities.count(look.verdict?.problems ?? 0),
      );
    case 'notReadBack':
    case 'sound':
      return undefined;
  }
}

function fileNode(
  kind: FileKind,
  { uri, name, size, problems }: JobTreeFile,
  { localize, quantities }: Words,
): TreeNode {
  const names = {
    dataset: localize('Dataset'),
    driveset: localize('Driveset'),
    jobFile: localize('Job file'),
    journal: localize('Journal'),
    jrm: localize('Job response manifest'),
    driveInfo: localize('Drive info'),
  };
  const id = `${kind} ${uri}`;
  if (size === undefined) {
    const text = kind === 'dataset' || kind === 'driveset' ? localize('missing') : localize('not yet');
    const isMissed = kind === 'dataset' || kind === 'driveset';
    const icon = isMissed ? { icon: 'error', iconColor: 'problemsErrorIcon.foreground' } : { icon: 'circle-outline' };
    return {
      id,
      label: name,
      description: text,
      ...icon,
      tooltip: names[kind],
      spoken: localize('{0} {1}: {2}', names[kind], name, text),
      context: 'job.missing',
    };
  }
  const icons: Readonly<Record<FileKind, string>> = {
    dataset: 'files',
    driveset: 'server',
    jobFile: 'json',
    journal: 'notebook',
    jrm: 'shield',
    driveInfo: 'archive',
  };
  const counts = countsText(problems, localize);
  const text = counts === '' ? quantities.size(size) : counts;
  return {
    id,
    label: name,
    description: text,
    ...(counts === '' ? { icon: icons[kind] } : iconOf(problems)),
    tooltip: `${names[kind]}: ${name}\n${counts === '' ? localize('No problems found') : counts}`,
    spoken: localize('{0} {1}: {2}', names[kind], name, text),
    context: `job.file.${kind}`,
    place: { uri },
    value: name,
  };
}

function planNode({ plan, changedSincePlan, folder, canRun }: JobTreeFacts, words: Words): TreeNode {
  const { localize } = words;
  const label = localize('Plan');
  const command = { id: 'sneakernet.planJob', title: localize('Plan Job') };
  if (!plan)
    return {
      id: 'plan',
      label,
      description: localize('not planned yet'),
      icon: 'circle-outline',
      context: 'job.plan',
      ...(canRun && { command }),
    };
  const drives = plan.result?.plan?.drives ?? [];
  const sentence = planSentence(plan, words);
  const old = changedSincePlan.length > 0 ? [localize('changed since planning: {0}', changedSincePlan.join(', '))] : [];
  return {
    id: `plan ${folder}`,
    label,
    description: [...old, sentence].join(' · '),
    icon: plan.result?.plan ? 'graph' : 'error',
    tooltip: [sentence, ...old].join('\n'),
    context: 'job.plan',
    value: sentence,
    ...(canRun && { command }),
    ...(drives.length > 0 && {
      isOpen: true,
      children: () =>
        drives.map((drive) => {
          const { letter, target, files, bytes } = drive;
          const { text } = fullnessOf(drive, words);
          const full = files === 0 ? text : localize('fill level: {0}', text);
          return {
            id: `plan ${letter}`,
            label: localize('Drive {0}', letter),
            description: `${full} · ${localize('files: {0} ({1})', words.quantities.count(files), words.quantities.size(bytes))}`,
            icon: 'server',
            tooltip: target,
            context: 'job.planDrive',
            value: target,
            ...(canRun && { command }),
          };
        }),
    }),
  };
}

/** The next steps that make sense in a state, in order. */
function nextSteps({ state, canRun }: JobTreeFacts, { localize }: Words): TreeNode[] {
  const step = (id: string, label: string, icon: string): TreeNode => ({
    id: `step ${id}`,
    label,
    icon,
    context: 'job.step',
    command: { id: `sneakernet.${id}`, title: label },
  });
  const validate = step('validateJob', localize('Validate Job'), 'checklist');
  const plan = step('planJob', localize('Plan Job'), 'graph');
  const prepare = step('prepareDrives', localize('Prepare Drives…'), 'play');
  const checklist = step('preShipmentChecklist', localize('Pre-shipment Checklist'), 'tasklist');
  const upload = step('copyForUpload', localize('Copy for Upload'), 'cloud-upload');
  const backup = step('exportBackup', localize('Export Encrypted Backup…'), 'lock');
  if (!canRun) return [];
  switch (state) {
    case 'none':
    case 'aborted':
      return [validate, plan, prepare];
    case 'running':
      return [step('cancelPreparation', localize('Stop Preparation'), 'debug-stop')];
    case 'interrupted':
      return [step('resumePreparation', localize('Resume Preparation'), 'debug-continue'), checklist];
    case 'needsDrives':
      return [step('resumePreparation', localize('Add Drives…'), 'add'), plan];
    case 'prepared':
      return [
        step('verifyDrive', localize('Verify Drive…'), 'pass'),
        step('openJrmInTree', localize('Open JRM in Tree'), 'list-tree'),
        checklist,
        backup,
        upload,
      ];
    case 'unknown':
      return [validate, plan, checklist, upload];
  }
}
