import { DRIVES_OF_JOB, PORTAL_JOURNAL_LIMIT } from '#core/limits/limits';
import type { Words } from '../../webview/words';
import { earlierSentences } from '../plan/planFacts';
import type { ChecklistFacts, DriveFacts, JrmFacts } from './checklistFacts';
import { withNames, worst } from './checklistPoint';
import type { ChecklistItem, Point, Tick } from './checklistPoint';
import { encrypted, manifest, verified } from './drivePoints';

/** The content of a label for a drive, to be printed. It contains no key. */
export interface DriveLabel {
  readonly letter: string;
  readonly lines: readonly string[];
}

/** The words of a tick. */
export function tickText(tick: Tick, { localize }: Words): string {
  switch (tick) {
    case 'done':
      return localize('done');
    case 'error':
      return localize('not met');
    case 'notYet':
      return localize('not yet');
    case 'unknown':
      return localize('unknown');
  }
}

/** What has to be true before drives are shipped, and whether it is. */
export function checklistItems(facts: ChecklistFacts, words: Words): ChecklistItem[] {
  const named = { ...facts, drives: withNames(facts.drives) };
  return [tables, current, prepared, verified, encrypted, manifest, sealed, backup, driveCount, upload, secrets].map(
    (point) => point(named, words),
  );
}

/** What only a person can check. */
export function reminders({ drives }: ChecklistFacts, { localize }: Words): string[] {
  return [
    ...(drives.some(({ kind }) => kind === 'image')
      ? [localize('Write each image to a separate disk, starting at the first sector.')]
      : []),
    localize('Print the labels below and stick one on each drive.'),
    localize(
      'Before you send anything, create the import job in the portal. Specify the storage account, and the return address and contact for the drives.',
    ),
    localize(
      'Pack each drive in an anti-static bag and protect it from impact. Do not put cables, power supplies or keys in the parcel.',
    ),
    localize(
      'Give the carrier the address shown in the job, and a way to return the drives: an account with the carrier or a label.',
    ),
    localize('Enter the carrier and the tracking number in the job: it does not start without them.'),
  ];
}

/** The labels of the drives. */
export function driveLabels({ job, drives, jrms }: ChecklistFacts, { localize }: Words): DriveLabel[] {
  const jobOf = (id: string) =>
    jrms.find(({ check }) => check.drives.some(({ driveId }) => driveId === id))?.check.jobId ?? '';
  return drives.map(({ letter, driveId, label }, index) => ({
    letter,
    lines: [
      localize('Drive id: {0}', driveId),
      localize('Job: {0}', jobOf(driveId) === '' ? job : jobOf(driveId)),
      ...(label === '' ? [] : [localize('Volume: {0}', label)]),
      localize('Drive {0} of {1}', index + 1, drives.length),
    ],
  }));
}

const tables: Point = ({ tableErrors }, { localize, quantities }) => ({
  id: 'tables',
  title: localize('The CSVs have no errors'),
  tick: tableErrors === undefined ? 'unknown' : tableErrors === 0 ? 'done' : 'error',
  facts: [
    tableErrors === undefined
      ? localize('The CSVs could not be checked.')
      : localize('Errors: {0}.', quantities.count(tableErrors)),
  ],
  ...(tableErrors !== 0 && { action: { command: 'sneakernet.validateJob', label: localize('Validate Job') } }),
});

const current: Point = ({ earlier }, words) => {
  const { localize } = words;
  const item = { id: 'current', title: localize('The drives match the CSVs and their sources as they are now') };
  if (earlier === undefined)
    return {
      ...item,
      tick: 'unknown',
      facts: [localize('The sources could not be compared: the CSVs have errors, or a source cannot be read.')],
      action: { command: 'sneakernet.planJob', label: localize('Plan Job') },
    };
  if (earlier === null) return { ...item, tick: 'notYet', facts: [localize('No preparation has been completed yet.')] };
  const { changed, added, gone, unreadable } = earlier;
  const isOther = [changed, added, gone].some(({ files }) => files > 0);
  return {
    ...item,
    tick: isOther ? 'error' : unreadable.length > 0 ? 'unknown' : 'done',
    facts: [...earlierSentences(earlier, words), localize('Sizes and times were compared.')],
    ...(isOther && { action: { command: 'sneakernet.prepareDrives', label: localize('Prepare Drives…') } }),
  };
};

const prepared: Point = ({ state, drives }, { localize }) => {
  const item = { id: 'prepared', title: localize('All drives are prepared') };
  const states = drives.map(({ name, state: driveState }) =>
    localize('Drive {0}: {1}', name, driveStateText(driveState, localize)),
  );
  switch (state) {
    case 'prepared':
      return {
        ...item,
        tick: worst(
          drives.map((drive) => (drive.state === 'Verified' ? 'done' : drive.state === 'Failed' ? 'error' : 'notYet')),
        ),
        facts: states,
      };
    case 'unknown':
      return {
        ...item,
        tick: 'unknown',
        facts: [localize('The journal could not be read, or it was written by another program.')],
      };
    case 'running':
      return { ...item, tick: 'notYet', facts: [localize('The preparation is running.'), ...states] };
    case 'interrupted':
      return {
        ...item,
        tick: 'notYet',
        facts: [localize('The preparation was interrupted.'), ...states],
        action: { command: 'sneakernet.resumePreparation', label: localize('Resume Preparation') },
      };
    case 'needsDrives':
      return {
        ...item,
        tick: 'notYet',
        facts: [localize('Not all files fit on the drives, so nothing was written to them.')],
        action: { command: 'sneakernet.resumePreparation', label: localize('Add Drives…') },
      };
    case 'none':
    case 'aborted':
      return {
        ...item,
        tick: 'notYet',
        facts: [localize('No preparation has been completed yet.')],
        action: { command: 'sneakernet.prepareDrives', label: localize('Prepare Drives…') },
      };
  }
};

function driveStateText(state: DriveFacts['state'], localize: Words['localize']): string {
  switch (state) {
    case 'Verified':
      return localize('complete');
    case 'Writing':
    case 'Written':
      return localize('incomplete');
    case 'Failed':
      return localize('failed');
    case 'Unused':
      return localize('not used');
    case null:
      return localize('not started yet');
  }
}

/** The point for all JRMs of a job: the worst one counts, with the first helpful action. */
function ofJrms(
  jrms: readonly JrmFacts[],
  { localize }: Words,
  point: (jrm: JrmFacts) => Pick<ChecklistItem, 'tick' | 'facts' | 'action'>,
): Pick<ChecklistItem, 'tick' | 'facts' | 'action'> {
  if (jrms.length === 0) return { tick: 'notYet', facts: [localize('There is no JRM yet.')] };
  const points = jrms.map(point);
  const action = points.find((one) => one.action)?.action;
  return {
    tick: worst(points.map(({ tick }) => tick)),
    facts: points.flatMap(({ facts }) => facts),
    ...(action && { action }),
  };
}

const sealed: Point = ({ jrms }, words) => {
  const { localize } = words;
  const restore = { command: 'sneakernet.importBackup', label: localize('Import Encrypted Backup…') };
  const known = ofJrms(jrms, words, ({ name, check: { seal, problem = '' } }) => {
    switch (seal) {
      case 'sound':
        return { tick: 'done', facts: [localize('{0}: the seal matches.', name)] };
      case 'broken':
        return {
          tick: 'error',
          facts: [
            localize(
              '{0} was edited after it was sealed. Restore it from a backup, or prepare the drives again.',
              name,
            ),
          ],
          action: restore,
        };
      case 'absent':
        return { tick: 'unknown', facts: [localize('{0} has no seal.', name)] };
      case 'missing':
        return {
          tick: 'error',
          facts: [localize('{0} is missing or cannot be read. Restore it from a backup.', name)],
          action: restore,
        };
      case 'unreadable':
        return { tick: 'error', facts: [localize('{0} is not a valid JRM: {1}', name, problem)], action: restore };
    }
  });
  return { id: 'sealed', title: localize('The JRM is sealed and has not been edited'), ...known };
};

const backup: Point = ({ jrms }, words) => {
  const { localize, quantities } = words;
  const make = { command: 'sneakernet.exportBackup', label: localize('Export Encrypted Backup…') };
  const known = ofJrms(jrms, words, ({ name, backup: made }) => {
    if (!made)
      return {
        tick: 'notYet',
        facts: [localize('The keys in {0} have not been backed up from this editor.', name)],
        action: make,
      };
    if (made.state === 'gone')
      return {
        tick: 'error',
        facts: [localize('The backup {0} is no longer where it was written.', made.name)],
        action: make,
      };
    if (made.state === 'changed')
      return {
        tick: 'error',
        facts: [localize('The backup {0} has been changed since it was written.', made.name)],
        action: make,
      };
    if (!made.isCurrent)
      return {
        tick: 'error',
        facts: [localize('{0} has changed since the backup {1} was made.', name, made.name)],
        action: make,
      };
    return { tick: 'done', facts: [localize('{0}, made on {1}.', made.name, quantities.date(made.madeAt))] };
  });
  return { id: 'backup', title: localize('The keys have an encrypted backup'), ...known };
};

const driveCount: Point = ({ drives }, { localize, quantities }) => {
  const jobs = Math.ceil(drives.length / DRIVES_OF_JOB);
  return {
    id: 'driveCount',
    title: localize('No import job has more than {0} drives', DRIVES_OF_JOB),
    tick: drives.length === 0 ? 'notYet' : jobs === 1 ? 'done' : 'unknown',
    facts: [
      jobs > 1
        ? localize(
            'Drives: {0}. Create {1} import jobs and divide the drives among them.',
            quantities.count(drives.length),
            quantities.count(jobs),
          )
        : localize('Drives: {0}.', quantities.count(drives.length)),
    ],
  };
};

const upload: Point = ({ journal, driveInfos, portal, jrms }, { localize, quantities }) => {
  const item = { id: 'upload', title: localize('The file for the portal exists and agrees with the JRM') };
  const action = { command: 'sneakernet.copyForUpload', label: localize('Copy for Upload') };
  if (!journal)
    return jrms.length === 0
      ? { ...item, tick: 'notYet', facts: [localize('There is no journal yet.')] }
      : { ...item, tick: 'error', facts: [localize('The journal is missing. Restore it from a backup.')] };
  const isShort = journal.size <= PORTAL_JOURNAL_LIMIT;
  const size = isShort
    ? localize('{0}: {1}; at most 2 MB are allowed.', journal.name, quantities.size(journal.size))
    : localize('{0} is {1}; the portal accepts at most 2 MB.', journal.name, quantities.size(journal.size));
  if (!isShort && driveInfos.length === 0)
    return {
      ...item,
      tick: 'notYet',
      facts: [size, localize('The XML files of the drives, which are uploaded instead, are not next to the journal.')],
    };
  const instead = isShort ? [] : [localize('Upload the XML files of the drives instead: {0}.', driveInfos.join(', '))];
  const problems = portal ? [...portal.journal, ...portal.driveInfos] : [];
  return {
    ...item,
    tick: problems.length > 0 ? 'error' : portal ? 'done' : 'unknown',
    facts: [
      size,
      ...instead,
      ...problems,
      ...(portal ? [] : [localize('It could not be determined whether the file agrees with the JRM.')]),
    ],
    action,
  };
};

const secrets: Point = ({ trackedFiles, openFiles, credential }, { localize }) => {
  const tracked =
    trackedFiles === undefined
      ? localize('It could not be determined whether Git tracks files that contain keys.')
      : trackedFiles.length === 0
        ? localize('Git does not track any files that contain keys.')
        : localize(
            'Git tracks files that contain keys: {0}. Remove them from the repository, and prepare the drives again if the repository was shared.',
            trackedFiles.join(', '),
          );
  const open =
    openFiles === undefined
      ? localize('It could not be determined who can read the files that contain keys.')
      : openFiles.length === 0
        ? localize('No other user of this machine can read the files that contain keys.')
        : localize('Other users of this machine can read: {0}.', openFiles.join(', '));
  const stored = {
    'storage-key': localize(
      'The manifests on the drives contain the key of the storage account. Regenerate it after the import.',
    ),
    'container-sas': localize(
      'The manifests on the drives contain a shared access signature. Let it expire after the import.',
    ),
  };
  const isOpen = (trackedFiles?.length ?? 0) > 0 || (openFiles?.length ?? 0) > 0;
  return {
    id: 'secrets',
    title: localize('No keys are stored where others can read them'),
    tick: isOpen ? 'error' : trackedFiles === undefined || openFiles === undefined ? 'unknown' : 'done',
    facts: [
      tracked,
      open,
      credential === null ? localize('There is no storage key on the drives.') : stored[credential],
    ],
  };
};
