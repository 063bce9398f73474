import { rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { RecordedDrive, RecordedSession } from '#core/journal/sessionHistory';
import { driveAt } from '../drives/driveAt';
import type { DriveOption } from '../job/jobOptions';
import { CopyLedger } from '../journal/copyLedger';
import type { SessionJournal } from '../journal/sessionJournal';
import { sentence } from '../language/sentence';
import { breather } from '../model/breather';
import { checkOwnDriveInfo, checkOwnJrm } from '../report/outputFiles';
import type { KeyStretching } from '../threads/keyStretching';
import type { EncryptionMethod } from '../volume/bitlocker/encryptionMethod';
import { createDriveIdentity, marksOf, newDriveId, parseDriveIdentity } from '../drives/driveIdentity';
import { checkDistinctIds, checkDistinctTargets } from './driveTargets';
import type { DriveToErase, PreparationContext, PreparationEnd } from './preparationContext';
import type { PreparationRequest } from './preparationRequest';
import { checkDriveInfo, checkRecordedPaths } from './sessionPaths';
import { loadSessionPlan } from './sessionPlan';
import type { SessionToRun } from './sessionRun';
import { changeText, sourcesChangedSince } from './sourcesCheck';

/** A drive of a session that is being resumed, at the place where it will be written now. */
interface ResumedDrive {
  readonly number: number;
  readonly drive: RecordedDrive;
  readonly ledger: CopyLedger;
  /** Whether another medium takes the place of a lost one. */
  readonly isReplaced: boolean;
}

/**
 * Resumes a session, with its drives at the places that the command names, once somebody has agreed to what is lost
 * there.
 *
 * @returns the session, or why there is nothing to run, which has already been reported
 */
export async function resumeSession(
  session: RecordedSession,
  request: PreparationRequest,
  journal: SessionJournal,
  context: PreparationContext,
): Promise<SessionToRun | PreparationEnd> {
  const { keys, observer, watch } = context;
  const { parameters } = session;
  const plan = loadSessionPlan(parameters);
  const recorded = journal.ledgersOf(session).get(session.id);
  const resumed = session.drives.map((_, number) =>
    resumedDrive(session, number, recorded?.[number] ?? new CopyLedger(), request, keys),
  );
  const drives = resumed.map(({ drive }) => drive);
  const described = drives.map(({ description }) => description);
  const replaced = resumed.filter(({ isReplaced }) => isReplaced);
  checkDistinctTargets(described);
  if (replaced.length > 0) checkDistinctIds(described.map(({ letter, driveId }) => ({ letter, id: driveId })));
  for (const { drive } of replaced) checkDriveInfo(drive.description, request.journal);
  checkRecordedPaths(request, parameters, described);
  // These are checked again when they are written, but by then everything would have been copied.
  const folder = dirname(resolve(request.journal));
  for (const { driveId, bitLockerKey } of described)
    if (bitLockerKey !== '') checkOwnDriveInfo(folder, { driveId, bitLockerKey });
  const asRecorded = session.drives.map(({ description: { driveId, bitLockerKey } }) => ({
    DriveId: driveId,
    BitLockerKey: bitLockerKey,
  }));
  const hasJrm = await checkOwnJrm(parameters.jrm, session.id, asRecorded, breather(watch.signal));
  const agreed = await context.askToErase(
    resumed.flatMap((drive) => toErase(session.id, drive)),
    true,
  );
  if (!agreed) {
    observer.say(sentence`Not confirmed: nothing was written.`);
    return 'not-agreed';
  }
  for (const { description, state } of drives) {
    // A drive that is done needs no stretched key, and one without data has no key.
    if (description.bitLockerKey !== '' && state !== 'Verified')
      keys.begin(parseDriveIdentity(description.bitLockerSecrets).bitlocker);
  }
  const ledgers = resumed.map(({ ledger }) => ledger);
  const unfinished = drives.flatMap(({ description, state }) =>
    state === 'Verified' || description.bitLockerKey === '' ? [] : [description],
  );
  for await (const change of sourcesChangedSince(plan, unfinished, context))
    observer.say(changeText(plan, ledgers, change), 'warning');
  // The JRM holds the key of a lost medium, and would not be recognized as the session's own after the replacement.
  if (hasJrm && replaced.length > 0) rmSync(parameters.jrm);
  for (const {
    number,
    isReplaced,
    drive: { description },
  } of resumed) {
    const { target: before, driveId } = session.drives[number]!.description;
    if (isReplaced) {
      journal.replaceDrive(session.id, number, description);
      observer.say(
        sentence`drive ${description.letter} (${driveId}) is no longer at ${before}: ${description.target} takes its place as ${description.driveId} and is written from the beginning.`,
        'warning',
      );
    } else if (description.target !== before)
      journal.moveDrive(
        session.id,
        number,
        description.target,
        description.targetKind ?? driveAt(description.target).kind,
      );
  }
  return { parameters, plan, drives, ledgers, agreed };
}

function resumedDrive(
  session: RecordedSession,
  number: number,
  ledger: CopyLedger,
  request: PreparationRequest,
  keys: KeyStretching,
): ResumedDrive {
  const drive = session.drives[number]!;
  const option = request.drives.get(drive.description.letter);
  if (option === undefined) return { number, drive, ledger, isReplaced: false };
  const named = { ...option, target: resolve(option.target) };
  const hasBegun = drive.description.bitLockerKey !== '' && drive.state !== undefined;
  const replaced = hasBegun ? replacedDrive(session, drive, named, keys) : undefined;
  if (replaced) return { number, drive: replaced, ledger: new CopyLedger(), isReplaced: true };
  return {
    number,
    drive: {
      ...drive,
      description: { ...drive.description, target: named.target, targetKind: driveAt(named.target).kind },
    },
    ledger,
    isReplaced: false,
  };
}

/**
 * The new record of a drive whose medium is lost, if `--drive` names another one. The drive starts from the beginning
 * with a new identity and new keys, so that the first medium belongs to no session if it turns up again.
 *
 * @returns undefined if the drive is at the named place or still at its own: a drive that is there is not replaced
 */
function replacedDrive(
  session: RecordedSession,
  { description }: RecordedDrive,
  named: DriveOption,
  keys: KeyStretching,
): RecordedDrive | undefined {
  const before = parseDriveIdentity(description.bitLockerSecrets);
  const marks = marksOf(session.id, description);
  const { target } = named;
  const drive = driveAt(target);
  // A medium that cannot be read any more counts as lost.
  if (drive.holds(marks) || driveAt(description.target, description.targetKind).holds(marks)) return undefined;
  const identity = createDriveIdentity(
    keys.newSecrets(session.parameters.options['cipher'] as EncryptionMethod),
    before.label,
    new Date(),
  );
  const driveId = named.id ?? drive.inspect().serial ?? newDriveId();
  return {
    description: {
      ...description,
      driveId,
      target,
      targetKind: drive.kind,
      bitLockerKey: identity.bitlocker.recoveryPassword,
      bitLockerSecrets: JSON.stringify(identity),
    },
    state: undefined,
    isReadBack: false,
    info: undefined,
  };
}

/** Drives to write from the beginning on a medium that is not yet the session's own. Somebody has to agree to that. */
function toErase(sessionId: string, { number, drive: { description, state }, ledger }: ResumedDrive): DriveToErase[] {
  const { letter, target, targetKind, bitLockerKey } = description;
  const hasBegun =
    state === 'Written' ||
    state === 'Verified' ||
    (state === 'Writing' && (ledger.next.file > 0 || ledger.next.block > 0));
  if (bitLockerKey === '' || hasBegun) return [];
  return driveAt(target, targetKind).recognise(marksOf(sessionId, description)) === 'own'
    ? []
    : [{ number, letter, target, prompts: false }];
}
