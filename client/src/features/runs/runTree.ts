import type { Run } from '../../runs/run';
import type { RunOutcome } from '../../runs/runOutcome';
import type { RunDrive } from '../../runs/runProgress';
import { partOf } from '../../runs/runProgress';
import type { TreeNode } from '../../views/treeNode';
import type { Words } from '../../webview/words';

/** A node of the view *Runs*, with what the commands of its menu need. */
export interface RunNode extends TreeNode {
  readonly run: Run;
  /** For a drive: its letter, its target, and the JRM with its key. */
  readonly drive?: { readonly letter: string; readonly target: string | undefined; readonly jrm: string | undefined };
}

/** What the tree needs besides the runs. */
export interface RunTreeFacts {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Whether the session of a run can be continued. */
  readonly isOpen: (run: Run) => boolean;
  /** Converts a path of this machine to a URI. */
  readonly uriOf: (path: string) => string;
}

const icons: Readonly<
  Record<'running' | 'interrupted' | 'failed' | 'done', { readonly icon: string; readonly iconColor?: string }>
> = {
  running: { icon: 'loading~spin' },
  interrupted: { icon: 'debug-pause', iconColor: 'testing.iconQueued' },
  failed: { icon: 'error', iconColor: 'testing.iconFailed' },
  done: { icon: 'pass', iconColor: 'testing.iconPassed' },
};

/** The runs as a tree: each with its drives, its findings, and what it wrote. */
export function runTree(runs: readonly Run[], facts: RunTreeFacts, words: Words): RunNode[] {
  return runs.map((run, index) => runNode(run, index === 0, facts, words));
}

function runNode(run: Run, isNewest: boolean, facts: RunTreeFacts, words: Words): RunNode {
  const { localize } = words;
  const { phase, record } = run;
  const label = run.isVerification
    ? localize('Verification of {0}', record.jobName)
    : `${record.jobName}, ${record.sessionId}`;
  const description = [stateText(run, facts.isOpen(run), words), ...durationParts(run, facts.now, words)].join(', ');
  return {
    id: run.id,
    run,
    label,
    description,
    ...(isGivenUp(run) ? { icon: 'circle-slash' } : icons[phase]),
    tooltip: [`${label}: ${description}`, record.journal, ...reasonsOf(run)].join('\n'),
    spoken: `${label}, ${description}`,
    // A run whose session has been continued since can only be removed from the list.
    context:
      phase === 'running'
        ? 'run.running'
        : facts.isOpen(run)
          ? `run.${phase}`
          : phase === 'done'
            ? 'run.done'
            : 'run.past',
    isOpen: isNewest || phase === 'running',
    children: () => [
      ...driveNodes(run, words),
      ...reasonNodes(run),
      ...findingNodes(run, words),
      ...outputNodes(run, facts, words),
    ],
  };
}

function stateText(run: Run, isOpen: boolean, words: Words): string {
  const { localize, quantities } = words;
  const { outcome, progress, isStopping } = run;
  if (outcome === undefined) {
    if (isStopping) return localize('stopping');
    const { share } = progress;
    const elsewhere = run.files === undefined ? [localize('started elsewhere')] : [];
    const what =
      share === undefined
        ? localize('running')
        : localize('running, {0}', quantities.percent(run.isVerification ? partOfVerification(run) : share));
    return [what, ...elsewhere].join(', ');
  }
  if (isGivenUp(run)) return localize('session aborted');
  const text = outcomeText(outcome, run.isVerification, words);
  return isOpen && outcome !== 'needs-drives' ? localize('{0}, can be resumed', text) : text;
}

/** Whether the run's session was aborted since. */
function isGivenUp({ session }: Run): boolean {
  return session?.state === 'Aborted';
}

/** The outcome of a run in words. */
function outcomeText(outcome: RunOutcome, isVerification: boolean, { localize }: Words): string {
  switch (outcome) {
    case 'done':
      return isVerification ? localize('passed') : localize('done');
    case 'stopped':
      return localize('interrupted');
    case 'crashed':
      return isVerification ? localize('ended without a result') : localize('ended unexpectedly');
    case 'incomplete':
      return isVerification ? localize('failed') : localize('incomplete');
    case 'needs-drives':
      return localize('needs more drives');
    case 'cancelled':
      return localize('cancelled');
    case 'refused':
      return localize('not started');
  }
}

function durationParts(run: Run, now: number, { localize, quantities }: Words): string[] {
  // Nothing is known about a session of another program.
  if (run.record.started === '') return [];
  const text = quantities.duration(run.duration(now) / 1000);
  return [run.phase === 'running' ? localize('for {0}', text) : localize('after {0}', text)];
}

function partOfVerification({ progress }: Run): number {
  const drives = [...progress.drives.values()];
  return drives.reduce((sum, drive) => sum + (drive.verdict ? 1 : partOf(drive)), 0) / Math.max(1, drives.length);
}

function driveNodes(run: Run, words: Words): RunNode[] {
  return [...run.progress.drives.values()].map((drive) => {
    const { localize } = words;
    const label = localize('Drive {0}', drive.drive);
    const description = driveText(drive, run.phase === 'running', words);
    const { target, driveId } = drive;
    return {
      id: `${run.id}:drive:${drive.drive}`,
      run,
      drive: { letter: drive.drive, target, jrm: run.jrm },
      label,
      description,
      ...driveIcon(run, drive),
      tooltip: [
        description,
        ...(target === undefined ? [] : [target]),
        ...(driveId === undefined ? [] : [localize('Drive id {0}', driveId)]),
      ].join('\n'),
      context: 'run.drive',
      ...(target !== undefined && { value: target }),
    };
  });
}

function driveIcon(
  { phase }: Run,
  { state, phase: now, verdict }: RunDrive,
): { readonly icon: string; readonly iconColor?: string } {
  if (verdict) return verdict.isSound ? icons.done : icons.failed;
  if (state === 'Verified') return icons.done;
  if (state === 'Failed') return icons.failed;
  return phase === 'running' && now !== undefined ? icons.running : { icon: 'circle-large-outline' };
}

/** The progress of a drive: the current work, bytes, files, speed and time left. */
export function driveText(drive: RunDrive, isRunning: boolean, words: Words): string {
  const { localize, quantities } = words;
  const { phase, bytes, totalBytes, files, totalFiles, bytesPerSecond, secondsLeft, verdict } = drive;
  if (verdict) {
    const read = localize('{0}, files: {1}', quantities.size(bytes), quantities.count(files));
    return verdict.isSound
      ? localize('as written, {0}', read)
      : localize('not as written, problems: {0}', quantities.count(verdict.problems));
  }
  if (!isRunning || phase === undefined)
    return [
      restingText(drive, words),
      ...(totalFiles > 0 || files > 0
        ? [localize('{0}, files: {1}', quantities.size(bytes), quantities.count(files))]
        : []),
    ].join(', ');
  const verb = {
    copying: localize('copying'),
    completing: localize('completing'),
    verifying: localize('reading back'),
  }[phase];
  return [
    `${verb} ${quantities.percent(partOf(drive))}`,
    localize('{0} of {1}', quantities.size(bytes), quantities.size(totalBytes)),
    localize('files: {0} of {1}', quantities.count(files), quantities.count(totalFiles)),
    ...(bytesPerSecond > 0 ? [localize('{0} per second', quantities.size(bytesPerSecond))] : []),
    ...(secondsLeft === null ? [] : [localize('{0} left', quantities.duration(secondsLeft))]),
  ].join(', ');
}

function restingText({ state }: RunDrive, { localize }: Words): string {
  switch (state) {
    case 'planned':
      return localize('not started yet');
    case 'Writing':
      return localize('partially written');
    case 'Written':
      return localize('written, not read back');
    case 'Verified':
      return localize('complete');
    case 'Failed':
      return localize('failed');
  }
}

/** The runner's errors if a run did not finish, except those about files that it could not copy. */
export function reasonsOf({ progress: { errors, findings }, outcome }: Run): readonly string[] {
  if (outcome === undefined || outcome === 'done') return [];
  const found = new Set(findings.map(({ message }) => message));
  return errors.filter((message) => !found.has(message)).slice(-3);
}

/** Nodes that say why a run did not finish. */
function reasonNodes(run: Run): RunNode[] {
  return reasonsOf(run).map((message, index) => ({
    id: `${run.id}:reason:${index}`,
    run,
    label: message,
    icon: 'error',
    tooltip: message,
    value: message,
  }));
}

function findingNodes(run: Run, words: Words): RunNode[] {
  const { findings, findingCount } = run.progress;
  if (findingCount === 0) return [];
  const { localize, quantities } = words;
  const label = run.isVerification
    ? localize('Problems: {0}', quantities.count(findingCount))
    : localize('Files that could not be copied: {0}', quantities.count(findingCount));
  return [
    {
      id: `${run.id}:findings`,
      run,
      label,
      icon: 'warning',
      children: () =>
        findings.map(({ drive, path, message }, index) => ({
          id: `${run.id}:finding:${index}`,
          run,
          label: path ?? localize('Drive {0}', drive),
          description: path === undefined ? message : withoutSubject(message, path),
          tooltip: message,
          value: message,
          icon: 'file',
        })),
    } satisfies RunNode,
  ];
}

/** Removes the file from the beginning of a message that is shown beside the file's name. */
function withoutSubject(message: string, path: string): string {
  return message.startsWith(path) ? message.slice(path.length).trim() : message;
}

function outputNodes(run: Run, { uriOf }: RunTreeFacts, { localize }: Words): RunNode[] {
  const { jrm, log, record } = run;
  const outputs: (readonly [string, string | undefined, string])[] = [
    [localize('JRM'), jrm, 'list-tree'],
    [
      localize('Journal'),
      run.isVerification || (!run.progress.hasBegun && !run.session) ? undefined : record.journal,
      'book',
    ],
    [localize('Log'), log, 'output'],
  ];
  return outputs.flatMap(([label, path, icon]) =>
    path === undefined
      ? []
      : [
          {
            id: `${run.id}:output:${icon}`,
            run,
            label,
            description: path,
            icon,
            tooltip: path,
            spoken: `${label}, ${path}`,
            place: { uri: uriOf(path) },
            value: path,
            context: 'run.output',
          },
        ],
  );
}
