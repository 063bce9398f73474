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
      'not-a-journal':
        'This is not a journal: it does not begin with [BeginUpdateRecord]. Check whether this is the right file.',
      outside: 'There is text between two records. The journal is damaged: restore it from a copy.',
      unterminated:
        'This record has no [EndUpdateRecord]: another record begins before it ends. The journal is damaged: restore it from a copy.',
      header:
        'A record must begin with its time and its type: [BeginUpdateRecord][2025/04/20 18:24:14.735][Type:ActivityRecord].',
      time: 'This record has no valid time. The time must have the form 2025/04/20 18:24:14.735, in UTC. The journal is damaged: restore it from a copy.',
      field: 'A line of a record must have the form "Name: value". The journal is damaged: restore it from a copy.',
      order: 'A second journal begins in this file. Keep only one journal in a file.',
      'too-long': 'This record is longer than any valid record. The journal is damaged: restore it from a copy.',
      torn: {
        text: 'The last record is incomplete: the process that wrote it was stopped. The record does not count, and is removed when the session is resumed; you do not need to remove anything yourself.',
        severity: 'warning',
      },
      'unknown-type': 'Records must be of the type NewJournalFile or ActivityRecord; {0} is not a known type.',
      value: '{0} of this record is missing or is not valid. The journal is damaged: restore it from a copy.',
      checkpoint: 'This line of a checkpoint cannot be read. The journal is damaged: restore it from a copy.',
      'session-unknown':
        'This record belongs to session {0}, which has not begun. The journal is damaged: restore it from a copy.',
      'session-twice': 'Session {0} begins twice. The journal is damaged: restore it from a copy.',
      'drive-order': 'Drive {0} comes before drive {1}. The journal is damaged: restore it from a copy.',
      'drive-unknown':
        'The drive of this record has not been named before. The journal is damaged: restore it from a copy.',
    },
    explanation:
      'A journal only ever grows, and a session is resumed from what it records. Do not edit it by hand: replace a damaged journal with a copy, or start the preparation again with another journal. An incomplete record at the very end is left behind when a process is killed; the next process cuts it off.',
    fixable: false,
  },
  // default: {0} what the parser reports; root: {0} the root; nested, missing and duplicate: {0} the element;
  // key-group: {0} the groups.
  'journal/drive-info': {
    severity: 'error',
    summary: 'The information about a drive is not valid XML, or lacks a field.',
    messages: {
      default: notWellFormed,
      root: 'The outermost element must be {0}. Put {0} around everything.',
      nested: 'There is an element inside {0}. Replace it with plain text.',
      text: 'There is text outside any element. Put it in an element, or remove it.',
      'no-state': 'A DriveInfo must have the field DriveState with the XML of the drive.',
      missing: '{0} is missing. Without it, the drive cannot be unlocked or its manifest cannot be checked.',
      duplicate: '{0} appears here twice. Remove one of the two.',
      'key-shape': 'BitLockerKey must be 8 groups of 6 digits joined by hyphens, or an external key in base64.',
      'key-group': 'BitLockerKey is mistyped in group {0}: each group must be a multiple of 11 and at most 720885.',
      'manifest-hash': 'ManifestHash must be the MD5 of the manifest: 32 hexadecimal digits.',
    },
    explanation:
      'The portal reads from it how to unlock the drive and which manifest to trust: `DriveId`, `BitLockerKey`, `ManifestFile` and `ManifestHash`. When a drive is done, the runner writes this information into the journal and into `<DriveId>.xml`; copy it from there instead of typing it.',
    fixable: false,
  },
  // {0}: the size, {1}: the limit.
  'journal/too-large': {
    severity: 'warning',
    summary: 'The journal is larger than the portal accepts.',
    messages: {
      default:
        'The journal is {0}, but the portal accepts only {1}. Upload the drive information file <DriveId>.xml of each drive instead.',
    },
    explanation:
      'The portal accepts journals of up to 2 MB. The drive information files, which are beside the journal, give what the service needs to know about a drive in a few lines.',
    fixable: false,
  },
  // {0}: the session id.
  'journal/interrupted': {
    severity: 'information',
    summary: 'The last session did not finish.',
    messages: {
      default: 'Session {0} was interrupted. Resume it to finish the drives, or abort it.',
      running:
        'Session {0} has not finished: it is running, or its process was stopped. If it is no longer running, resume it or abort it.',
      'needs-drives':
        'The data of session {0} does not fit on its drives. Continue with an additional driveset, or abort the session.',
    },
    explanation:
      'A drive of such a session is incomplete and does not open. `sneakernet prep --resume` continues after the last checkpoint; `--abort` abandons the session. The commands *Resume* and *Abort* do the same.',
    fixable: true,
  },
} as const satisfies RuleTable;
