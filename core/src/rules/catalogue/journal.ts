import type { RuleTable } from '../rule';
import { notWellFormed } from './xmlSyntax';

/** Rules of the journal, and of drive infos in it and beside it. */
export const journalRules = {
  // unknown-type: {0} the type; value and checkpoint: {0} the field; session-unknown and session-twice: {0} the session
  // id; drive-order: {0} the drive's number, {1} the expected number.
  'journal/record': {
    severity: 'error',
    summary: 'A record of the journal is damaged, unknown or out of order.',
    messages: {
      'not-a-journal': 'This is no journal: it does not begin with [BeginUpdateRecord]. Check which file this is.',
      outside: 'There is text between two records. The journal is damaged: bring back a copy of it.',
      unterminated:
        'This record has no [EndUpdateRecord]: another one begins before it ends. The journal is damaged: bring back a copy of it.',
      header:
        'A record begins with its time and its type: [BeginUpdateRecord][2025/04/20 18:24:14.735][Type:ActivityRecord].',
      time: 'The time of this record is none. It is written like 2025/04/20 18:24:14.735, in UTC. The journal is damaged: bring back a copy of it.',
      field: 'A line of a record is "Name: value". The journal is damaged: bring back a copy of it.',
      order: 'A second journal begins in this one. Keep one journal in a file.',
      'too-long': 'This record is longer than any that is written. The journal is damaged: bring back a copy of it.',
      torn: {
        text: 'The last record is not complete: who wrote it was stopped. It does not count, and is cut off when the session is resumed; nothing need be removed by hand.',
        severity: 'warning',
      },
      'unknown-type': 'Records are of the type NewJournalFile or ActivityRecord; {0} is none that is known.',
      value:
        '{0} of this record is missing, or is not what it should be. The journal is damaged: bring back a copy of it.',
      checkpoint: 'This line of a checkpoint cannot be read. The journal is damaged: bring back a copy of it.',
      'session-unknown':
        'This record belongs to the session {0}, which has not begun. The journal is damaged: bring back a copy of it.',
      'session-twice': 'The session {0} begins twice. The journal is damaged: bring back a copy of it.',
      'drive-order': 'Drive {0} comes before drive {1}. The journal is damaged: bring back a copy of it.',
      'drive-unknown':
        'The drive of this record has not been named before. The journal is damaged: bring back a copy of it.',
    },
    explanation:
      'A journal only ever grows, and what a session resumes from is what it says. It is not edited by hand: a damaged one is replaced by a copy, or the preparation begins again with another journal. A record that is not complete at the very end is what a process leaves that was killed; the next one cuts it off.',
    fixable: false,
  },
  // default: {0} what the parser reports; root: {0} the root; nested, missing and duplicate: {0} the element;
  // key-group: {0} the groups.
  'journal/drive-info': {
    severity: 'error',
    summary: "A drive's information is no XML, or lacks a field.",
    messages: {
      default: notWellFormed,
      root: 'The outermost element is {0}. Write {0} around everything.',
      nested: 'An element stands inside {0}. Write a plain text there.',
      text: 'Text stands outside of any element. Put it into one, or remove it.',
      'no-state': 'A DriveInfo has the field DriveState with the XML of the drive.',
      missing: '{0} is missing. Without it the drive cannot be unlocked, or its manifest cannot be checked.',
      duplicate: '{0} stands here twice. Remove one of the two.',
      'key-shape': 'BitLockerKey is 8 groups of 6 digits with hyphens between them, or an external key in base64.',
      'key-group': 'BitLockerKey is mistyped in group {0}: each is a multiple of 11, and at most 720885.',
      'manifest-hash': 'ManifestHash is the MD5 of the manifest: 32 hexadecimal digits.',
    },
    explanation:
      'The portal reads from it how to unlock the drive and which manifest to trust: `DriveId`, `BitLockerKey`, `ManifestFile` and `ManifestHash`. The runner writes it into the journal and into `<DriveId>.xml` when a drive is done; take it from there instead of writing it.',
    fixable: false,
  },
  // {0}: the size, {1}: the limit.
  'journal/too-large': {
    severity: 'warning',
    summary: 'The journal is larger than the portal accepts.',
    messages: {
      default:
        'The journal has {0}, and the portal takes {1}. Upload the drive information file <DriveId>.xml of each drive in its place.',
    },
    explanation:
      'The portal takes journals of up to 2 MB. The drive information files, which lie beside the journal, say what the service needs of a drive in a few lines.',
    fixable: false,
  },
  // {0}: the session id.
  'journal/interrupted': {
    severity: 'information',
    summary: 'The last session did not finish.',
    messages: {
      default: 'The session {0} was interrupted. Resume it to finish the drives, or abort it.',
      running:
        'The session {0} has not finished: it runs, or its process was stopped. Where it does not run any more, resume it, or abort it.',
      'needs-drives':
        'The data of the session {0} does not fit its drives. Go on with an additional driveset, or abort it.',
    },
    explanation:
      'A drive of such a session is not complete and does not open. `sneakernet prep --resume` goes on behind the last checkpoint; `--abort` gives the session up. The commands *Resume* and *Abort* do the same.',
    fixable: true,
  },
} as const satisfies RuleTable;
