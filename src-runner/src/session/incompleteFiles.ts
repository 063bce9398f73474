import type { CopyLedger, CopyState } from '../journal/copyLedger';
import { BLOCK_LENGTH } from '../model/copyResult';
import type { PlannedContents } from '../plan/plannedContents';

/** Files of the plan before `end` that are neither on the drive with all their hashes nor reported as failed. */
export function incompleteFiles(contents: PlannedContents, ledger: CopyLedger, end: number): number[] {
  const incomplete: number[] = [];
  for (let file = 0; file < end; file++) {
    const state = ledger.stateOf(file);
    if (state === 'done' ? !hasAllHashes(contents, ledger, file) : !isFailure(state)) incomplete.push(file);
  }
  return incomplete;
}

/** Only block blobs can be checked: how many ranges a page blob has depends on the holes in its file. */
function hasAllHashes(contents: PlannedContents, ledger: CopyLedger, file: number): boolean {
  const blocks = Math.ceil(contents.fileSize(file) / BLOCK_LENGTH);
  return contents.isPageBlob(file) || ledger.rangeCountOf(file) === blocks;
}

function isFailure(state: CopyState): boolean {
  return state === 'changed' || state === 'vanished' || state === 'unreadable';
}
