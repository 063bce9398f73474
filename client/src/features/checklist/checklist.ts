import type { Mark } from '../../webview/components';
import type { Words } from '../../webview/words';
import { DRIVES_OF_JOB, MAX_UPLOAD_BYTES } from '../plan/jobPlan';
import type { ChecklistFacts, DriveFacts } from './checklistFacts';

/** What a fact says of a point: nothing is ticked that was not looked at. */
export type Tick = Extract<Mark, 'done' | 'notYet' | 'unknown'>;

/** A point of the checklist. */
export interface ChecklistItem {
  readonly id: string;
  readonly title: string;
  readonly tick: Tick;
  /** The facts behind the tick, one a line. */
  readonly facts: readonly string[];
  /** The command that does what is lacking. */
  readonly action?: { readonly command: string; readonly label: string };
}

/** What is printed and stuck to a drive. No key is in it. */
export interface DriveLabel {
  readonly letter: string;
  readonly lines: readonly string[];
}

/** The words of a tick. */
export function tickText(tick: Tick, { localize }: Words): string {
  switch (tick) {
    case 'done':
      return localize('done');
    case 'notYet':
      return localize('not yet');
    case 'unknown':
      return localize('cannot be told');
  }
}

/** What has to be so before drives are shipped, with what is so. */
export function checklistItems(facts: ChecklistFacts, words: Words): ChecklistItem[] {
  const named = { ...facts, drives: withNames(facts.drives) };
  return [tables, prepared, verified, encrypted, manifest, sealed, backup, driveCount, upload, secrets].map((point) => point(named, words));
}

/** What no program can find out. */
export function reminders({ drives }: ChecklistFacts, { localize }: Words): string[] {
  return [
    ...(drives.some(({ isDisk }) => !isDisk) ? [localize('Write each image to a disk of its own, from its first sector on.')] : []),
    localize('Print the labels below, and stick one on each drive.'),
    localize('Create the import job in the portal before anything is sent, with the storage account, and the address and the contact to which the drives go back.'),
    localize('Pack each drive in an anti-static bag, and so that nothing can strike it. No cables, no power supplies, and no keys in the parcel.'),
    localize('Give the carrier the address that the job shows, and a way to return the drives: an account with the carrier, or a label.'),
    localize('Enter the carrier and the tracking number in the job: without them it is not begun.'),
  ];
}

/** The labels of the drives. */
export function driveLabels({ job, drives, jrm }: ChecklistFacts, { localize }: Words): DriveLabel[] {
  const jobId = jrm?.check.jobId ?? '';
  return drives.map(({ letter, driveId, label }, index) => ({
    letter,
    lines: [
      localize('Drive id: {0}', driveId),
      localize('Job: {0}', jobId === '' ? job : jobId),
      ...(label === '' ? [] : [localize('Volume: {0}', label)]),
      localize('Drive {0} of {1}', index + 1, drives.length),
    ],
  }));
}

type Point = (facts: Omit<ChecklistFacts, 'drives'> & { readonly drives: readonly NamedDrive[] }, words: Words) => ChecklistItem;

interface NamedDrive extends DriveFacts {
  /** What it is called among the drives of the job. */
  readonly name: string;
}

/** Drives of several sessions may have the same letter. */
function withNames(drives: readonly DriveFacts[]): NamedDrive[] {
  const isShared = (letter: string) => drives.filter((drive) => drive.letter === letter).length > 1;
  return drives.map((drive) => ({ ...drive, name: isShared(drive.letter) ? `${drive.letter} (${drive.driveId})` : drive.letter }));
}

/** A fact for each drive, or that there is none. */
function ofDrives(known: readonly (readonly [Tick, string])[], { localize }: Words): Pick<ChecklistItem, 'tick' | 'facts'> {
  return { tick: worst(known.map(([tick]) => tick)), facts: known.length === 0 ? [localize('No drive has been prepared yet.')] : known.map(([, fact]) => fact) };
}

/** Done where all are; not yet where one is not; otherwise it cannot be told. Nothing is done where there is nothing. */
function worst(ticks: readonly Tick[]): Tick {
  if (ticks.includes('notYet') || ticks.length === 0) return 'notYet';
  return ticks.includes('unknown') ? 'unknown' : 'done';
}

const tables: Point = ({ tableErrors }, { localize, quantities }) => ({
  id: 'tables',
  title: localize('The CSVs have no errors'),
  tick: tableErrors === undefined ? 'unknown' : tableErrors === 0 ? 'done' : 'notYet',
  facts: [tableErrors === undefined ? localize('They could not be checked.') : localize('Errors: {0}.', quantities.count(tableErrors))],
  ...(tableErrors !== 0 && { action: { command: 'sneakernet.validateJob', label: localize('Validate Job') } }),
});

const prepared: Point = ({ state, drives }, { localize }) => {
  const item = { id: 'prepared', title: localize('All drives are prepared') };
  const states = drives.map(({ name, state: driveState }) => localize('Drive {0}: {1}', name, driveStateText(driveState, localize)));
  switch (state) {
    case 'prepared':
      return { ...item, tick: worst(drives.map((drive) => (drive.state === 'Verified' ? 'done' : 'notYet'))), facts: states };
    case 'unknown':
      return { ...item, tick: 'unknown', facts: [localize('The journal could not be read, or another program wrote it.')] };
    case 'running':
      return { ...item, tick: 'notYet', facts: [localize('The preparation is running.'), ...states] };
    case 'interrupted':
      return { ...item, tick: 'notYet', facts: [localize('The preparation was interrupted.'), ...states], action: { command: 'sneakernet.resumePreparation', label: localize('Resume Preparation') } };
    case 'needsDrives':
      return { ...item, tick: 'notYet', facts: [localize('Not all files fit on the drives: nothing was written to them.')], action: { command: 'sneakernet.resumePreparation', label: localize('Add Drives…') } };
    case 'none':
    case 'aborted':
      return { ...item, tick: 'notYet', facts: [localize('Nothing has been prepared to the end.')], action: { command: 'sneakernet.prepareDrives', label: localize('Prepare Drives…') } };
  }
};

function driveStateText(state: DriveFacts['state'], localize: Words['localize']): string {
  switch (state) {
    case 'Verified':
      return localize('complete');
    case 'Writing':
    case 'Written':
      return localize('not complete');
    case 'Failed':
      return localize('failed');
    case 'Unused':
      return localize('not used');
    case null:
      return localize('not begun');
  }
}

const verified: Point = ({ drives }, words) => {
  const { localize, quantities } = words;
  const known = drives.map(({ name, verdict, state, isReadBack }): readonly [Tick, string] => {
    if (verdict?.isSound) return ['done', localize('Drive {0}: verified on {1}.', name, quantities.date(verdict.at))];
    if (verdict) return ['notYet', localize('Drive {0}: verification found problems: {1}.', name, quantities.count(verdict.problems))];
    if (state === 'Verified' && isReadBack) return ['done', localize('Drive {0}: read back when it was prepared.', name)];
    return ['notYet', localize('Drive {0}: not read back.', name)];
  });
  const found = ofDrives(known, words);
  return {
    id: 'verified',
    title: localize('Every drive was read back and compared'),
    ...found,
    ...(found.tick !== 'done' && drives.length > 0 && { action: { command: 'sneakernet.verifyDrive', label: localize('Verify Drive…') } }),
  };
};

const encrypted: Point = ({ drives }, words) => {
  const { localize } = words;
  const known = drives.map(({ name, volume }): readonly [Tick, string] => {
    switch (volume.kind) {
      case 'encrypted':
        return volume.remarks.length === 0 ? ['done', localize('Drive {0}: BitLocker, {1}.', name, volume.cipher)] : ['notYet', localize('Drive {0}: {1}', name, volume.remarks.join(' '))];
      case 'open':
        return ['notYet', localize('Drive {0}: not encrypted.', name)];
      case 'incomplete':
        return ['notYet', localize('Drive {0}: not complete.', name)];
      case 'none':
        return ['notYet', localize('Drive {0}: it holds no volume.', name)];
      case 'unknown':
        return ['unknown', localize('Drive {0}: {1}', name, volume.reason)];
    }
  });
  return { id: 'encrypted', title: localize('Every drive is encrypted with BitLocker'), ...ofDrives(known, words) };
};

const manifest: Point = ({ drives }, words) => {
  const { localize } = words;
  const known = drives.map(({ name, hasManifest }): readonly [Tick, string] => {
    if (hasManifest === undefined) return ['unknown', localize('Drive {0}: it could not be looked into.', name)];
    return hasManifest ? ['done', localize('Drive {0}: DriveManifest.xml is on it.', name)] : ['notYet', localize('Drive {0}: DriveManifest.xml is missing.', name)];
  });
  return { id: 'manifest', title: localize('Every drive has its manifest'), ...ofDrives(known, words) };
};

const sealed: Point = ({ jrm }, { localize }) => {
  const item = { id: 'sealed', title: localize('The JRM is sealed and was not edited') };
  if (!jrm) return { ...item, tick: 'notYet', facts: [localize('There is no JRM yet.')] };
  const { seal, problem = '' } = jrm.check;
  switch (seal) {
    case 'sound':
      return { ...item, tick: 'done', facts: [localize('{0}: the seal is sound.', jrm.name)] };
    case 'broken':
      return { ...item, tick: 'notYet', facts: [localize('{0} was edited after it was sealed. Restore it from a backup, or prepare the drives again.', jrm.name)], action: { command: 'sneakernet.importBackup', label: localize('Import Encrypted Backup…') } };
    case 'absent':
      return { ...item, tick: 'unknown', facts: [localize('{0} has no seal.', jrm.name)] };
    case 'missing':
      return { ...item, tick: 'unknown', facts: [localize('{0} could not be read.', jrm.name)] };
    case 'unreadable':
      return { ...item, tick: 'notYet', facts: [localize('{0} is no sound JRM: {1}', jrm.name, problem)], action: { command: 'sneakernet.importBackup', label: localize('Import Encrypted Backup…') } };
  }
};

const backup: Point = ({ backup: made, jrm }, { localize, quantities }) => {
  const isDone = made?.isCurrent === true && made.isThere;
  const fact = (): string => {
    if (!jrm) return localize('There is no JRM yet.');
    if (!made) return localize('No backup of the keys was made from this editor.');
    if (!made.isThere) return localize('The backup {0} is no longer where it was written.', made.name);
    return made.isCurrent ? localize('{0}, of {1}.', made.name, quantities.date(made.madeAt)) : localize('The JRM has changed since the backup {0} was made.', made.name);
  };
  return {
    id: 'backup',
    title: localize('The keys have an encrypted backup'),
    tick: isDone ? 'done' : 'notYet',
    facts: [fact()],
    ...(jrm && !isDone && { action: { command: 'sneakernet.exportBackup', label: localize('Export Encrypted Backup…') } }),
  };
};

const driveCount: Point = ({ drives }, { localize, quantities }) => {
  const jobs = Math.ceil(drives.length / DRIVES_OF_JOB);
  return {
    id: 'driveCount',
    title: localize('No import job has more than {0} drives', DRIVES_OF_JOB),
    tick: drives.length === 0 ? 'notYet' : jobs === 1 ? 'done' : 'unknown',
    facts: [jobs > 1 ? localize('Drives: {0}. Create {1} import jobs, and share the drives out among them.', quantities.count(drives.length), quantities.count(jobs)) : localize('Drives: {0}.', quantities.count(drives.length))],
  };
};

const upload: Point = ({ journal, driveInfos }, { localize, quantities }) => {
  const item = { id: 'upload', title: localize('The file for the portal is there') };
  const action = { command: 'sneakernet.copyForUpload', label: localize('Copy for Upload') };
  if (!journal) return { ...item, tick: 'notYet', facts: [localize('There is no journal yet.')] };
  if (journal.size <= MAX_UPLOAD_BYTES) return { ...item, tick: 'done', facts: [localize('{0}: {1}, of at most 2 MB.', journal.name, quantities.size(journal.size))], action };
  const tooLong = localize('{0} has {1}; the portal takes 2 MB.', journal.name, quantities.size(journal.size));
  if (driveInfos.length === 0) return { ...item, tick: 'notYet', facts: [tooLong, localize('The XML files of the drives, which are uploaded in its place, are not beside it.')] };
  return { ...item, tick: 'done', facts: [tooLong, localize('Upload the XML files of the drives in its place: {0}.', driveInfos.join(', '))], action };
};

const secrets: Point = ({ trackedFiles, openFiles, credential }, { localize }) => {
  const tracked = trackedFiles === undefined ? localize('Whether git tracks files with keys could not be told.') : trackedFiles.length === 0 ? localize('Git tracks no file with keys.') : localize('Git tracks files with keys: {0}. Take them out of the repository, and prepare the drives again if it was shared.', trackedFiles.join(', '));
  const open = openFiles === undefined ? localize('Who may read the files with keys could not be told.') : openFiles.length === 0 ? localize('Nobody else on this machine may read the files with keys.') : localize('Others on this machine may read: {0}.', openFiles.join(', '));
  const stored = { 'storage-key': localize('The manifests on the drives hold the key of the storage account. Renew it after the import.'), 'container-sas': localize('The manifests on the drives hold a shared access signature. Let it end after the import.') };
  const isOpen = (trackedFiles?.length ?? 0) > 0 || (openFiles?.length ?? 0) > 0;
  return {
    id: 'secrets',
    title: localize('No key lies where others can read it'),
    tick: isOpen ? 'notYet' : trackedFiles === undefined || openFiles === undefined ? 'unknown' : 'done',
    facts: [tracked, open, credential === null ? localize('No storage key is on the drives.') : stored[credential]],
  };
};
