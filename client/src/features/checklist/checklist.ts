import { DRIVES_OF_JOB, PORTAL_JOURNAL_LIMIT } from '#core/limits/limits';
import type { Words } from '../../webview/words';
import { earlierSentences } from '../plan/planFacts';
import type { ChecklistFacts, DriveFacts, JrmFacts } from './checklistFacts';
import { withNames, worst } from './checklistPoint';
import type { ChecklistItem, Point, Tick } from './checklistPoint';
import { encrypted, manifest, verified } from './drivePoints';

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
    case 'error':
      return localize('not so');
    case 'notYet':
      return localize('not yet');
    case 'unknown':
      return localize('cannot be told');
  }
}

/** What has to be so before drives are shipped, with what is so. */
export function checklistItems(facts: ChecklistFacts, words: Words): ChecklistItem[] {
  const named = { ...facts, drives: withNames(facts.drives) };
  return [tables, current, prepared, verified, encrypted, manifest, sealed, backup, driveCount, upload, secrets].map(
    (point) => point(named, words),
  );
}

/** What no program can find out. */
export function reminders({ drives }: ChecklistFacts, { localize }: Words): string[] {
  return [
    ...(drives.some(({ kind }) => kind === 'image')
      ? [localize('Write each image to a disk of its own, from its first sector on.')]
      : []),
    localize('Print the labels below, and stick one on each drive.'),
    localize(
      'Create the import job in the portal before anything is sent, with the storage account, and the address and the contact to which the drives go back.',
    ),
    localize(
      'Pack each drive in an anti-static bag, and so that nothing can strike it. No cables, no power supplies, and no keys in the parcel.',
    ),
    localize(
      'Give the carrier the address that the job shows, and a way to return the drives: an account with the carrier, or a label.',
    ),
    localize('Enter the carrier and the tracking number in the job: without them it is not begun.'),
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
      ? localize('They could not be checked.')
      : localize('Errors: {0}.', quantities.count(tableErrors)),
  ],
  ...(tableErrors !== 0 && { action: { command: 'sneakernet.validateJob', label: localize('Validate Job') } }),
});

const current: Point = ({ earlier }, words) => {
  const { localize } = words;
  const item = { id: 'current', title: localize('The drives hold what the CSVs and their sources say now') };
  if (earlier === undefined)
    return {
      ...item,
      tick: 'unknown',
      facts: [localize('The sources could not be compared: the CSVs have errors, or a source cannot be read.')],
      action: { command: 'sneakernet.planJob', label: localize('Plan Job') },
    };
  if (earlier === null) return { ...item, tick: 'notYet', facts: [localize('Nothing has been prepared to the end.')] };
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
        facts: [localize('The journal could not be read, or another program wrote it.')],
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
        facts: [localize('Not all files fit on the drives: nothing was written to them.')],
        action: { command: 'sneakernet.resumePreparation', label: localize('Add Drives…') },
      };
    case 'none':
    case 'aborted':
      return {
        ...item,
        tick: 'notYet',
        facts: [localize('Nothing has been prepared to the end.')],
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
      return localize('not complete');
    case 'Failed':
      return localize('failed');
    case 'Unused':
      return localize('not used');
    case null:
      return localize('not begun');
  }
}

/** The same for each JRM of a job: what is worst counts, with the first action that mends something. */
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
        return { tick: 'done', facts: [localize('{0}: the seal is sound.', name)] };
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
          facts: [localize('{0} is gone, or cannot be read. Restore it from a backup.', name)],
          action: restore,
        };
      case 'unreadable':
        return { tick: 'error', facts: [localize('{0} is no sound JRM: {1}', name, problem)], action: restore };
    }
  });
  return { id: 'sealed', title: localize('The JRM is sealed and was not edited'), ...known };
};

const backup: Point = ({ jrms }, words) => {
  const { localize, quantities } = words;
  const make = { command: 'sneakernet.exportBackup', label: localize('Export Encrypted Backup…') };
  const known = ofJrms(jrms, words, ({ name, backup: made }) => {
    if (!made)
      return {
        tick: 'notYet',
        facts: [localize('No backup of the keys in {0} was made from this editor.', name)],
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
        facts: [localize('The backup {0} is not what was written: something has changed it.', made.name)],
        action: make,
      };
    if (!made.isCurrent)
      return {
        tick: 'error',
        facts: [localize('{0} has changed since the backup {1} was made.', name, made.name)],
        action: make,
      };
    return { tick: 'done', facts: [localize('{0}, of {1}.', made.name, quantities.date(made.madeAt))] };
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
            'Drives: {0}. Create {1} import jobs, and share the drives out among them.',
            quantities.count(drives.length),
            quantities.count(jobs),
          )
        : localize('Drives: {0}.', quantities.count(drives.length)),
    ],
  };
};

const upload: Point = ({ journal, driveInfos, portal, jrms }, { localize, quantities }) => {
  const item = { id: 'upload', title: localize('The file for the portal is there, and says what the JRM says') };
  const action = { command: 'sneakernet.copyForUpload', label: localize('Copy for Upload') };
  if (!journal)
    return jrms.length === 0
      ? { ...item, tick: 'notYet', facts: [localize('There is no journal yet.')] }
      : { ...item, tick: 'error', facts: [localize('The journal is gone. Restore it from a backup.')] };
  const isShort = journal.size <= PORTAL_JOURNAL_LIMIT;
  const size = isShort
    ? localize('{0}: {1}, of at most 2 MB.', journal.name, quantities.size(journal.size))
    : localize('{0} has {1}; the portal takes 2 MB.', journal.name, quantities.size(journal.size));
  if (!isShort && driveInfos.length === 0)
    return {
      ...item,
      tick: 'notYet',
      facts: [size, localize('The XML files of the drives, which are uploaded in its place, are not beside it.')],
    };
  const instead = isShort
    ? []
    : [localize('Upload the XML files of the drives in its place: {0}.', driveInfos.join(', '))];
  const problems = portal ? [...portal.journal, ...portal.driveInfos] : [];
  return {
    ...item,
    tick: problems.length > 0 ? 'error' : portal ? 'done' : 'unknown',
    facts: [
      size,
      ...instead,
      ...problems,
      ...(portal ? [] : [localize('Whether it says what the JRM says could not be told.')]),
    ],
    action,
  };
};

const secrets: Point = ({ trackedFiles, openFiles, credential }, { localize }) => {
  const tracked =
    trackedFiles === undefined
      ? localize('Whether git tracks files with keys could not be told.')
      : trackedFiles.length === 0
        ? localize('Git tracks no file with keys.')
        : localize(
            'Git tracks files with keys: {0}. Take them out of the repository, and prepare the drives again if it was shared.',
            trackedFiles.join(', '),
          );
  const open =
    openFiles === undefined
      ? localize('Who may read the files with keys could not be told.')
      : openFiles.length === 0
        ? localize('Nobody else on this machine may read the files with keys.')
        : localize('Others on this machine may read: {0}.', openFiles.join(', '));
  const stored = {
    'storage-key': localize(
      'The manifests on the drives hold the key of the storage account. Renew it after the import.',
    ),
    'container-sas': localize(
      'The manifests on the drives hold a shared access signature. Let it end after the import.',
    ),
  };
  const isOpen = (trackedFiles?.length ?? 0) > 0 || (openFiles?.length ?? 0) > 0;
  return {
    id: 'secrets',
    title: localize('No key lies where others can read it'),
    tick: isOpen ? 'error' : trackedFiles === undefined || openFiles === undefined ? 'unknown' : 'done',
    facts: [tracked, open, credential === null ? localize('No storage key is on the drives.') : stored[credential]],
  };
};
