import type { Namespace } from '#core/dataset/destination';
import { azureFilesPathProblems } from '#core/names/azureFilesPath';
import { blobNameProblems } from '#core/names/blobName';
import { characterName } from '#core/names/characterName';
import { ntfsNameProblem } from '#core/names/ntfsName';
import { isPlainFileName } from '#core/names/plainFileName';
import type { Judgement } from './scanFindings';

/** Paths no longer and no deeper than this are neither for a blob nor for a file in a share. */
const PLAIN_LENGTH = 1024;
const PLAIN_DEPTH = 250;

/** Problems of a path as a whole, which only a file has. */
const ofWholePath = new Set(['too-long', 'too-deep']);
const none: readonly Judgement[] = [];

/** Where a name stands: behind the container or share, with a slash at the end unless it is empty or glued to names. */
export interface PathAbove {
  readonly namespace: Namespace;
  readonly prefix: string;
  /** Slashes in `prefix`. */
  readonly depth: number;
}

/** What NTFS, and blob storage or Azure Files, have against the name of a file or directory below `prefix`. */
export function judgeName(
  { namespace, prefix, depth }: PathAbove,
  name: string,
  isDirectory: boolean,
): readonly Judgement[] {
  if (isPlainFileName(name) && (isDirectory || (prefix.length + name.length <= PLAIN_LENGTH && depth < PLAIN_DEPTH)))
    return none;
  const judgements: Judgement[] = [];
  const onDrive = ntfsNameProblem(name);
  if (onDrive) judgements.push({ code: 'source/ntfs-name', variant: onDrive.kind, args: onDrive.args });
  const path = prefix + name;
  const code = namespace === 'share' ? 'dataset/file-path' : 'dataset/blob-name';
  const problems = namespace === 'share' ? azureFilesPathProblems(path) : blobNameProblems(path);
  for (const { kind, start, args } of problems) {
    // What the directories above have wrong was said of them, and what NTFS refuses need not be refused twice.
    const isOwn = ofWholePath.has(kind) ? !isDirectory : onDrive === undefined && start >= prefix.length;
    if (isOwn) judgements.push({ code, variant: kind, args });
  }
  return judgements;
}

/** What NTFS has against the parts of a destination that no source brings. */
export function judgeDestination(segments: readonly string[]): readonly Judgement[] {
  return segments.flatMap((segment): Judgement[] => {
    if (isPlainFileName(segment)) return [];
    const problem = ntfsNameProblem(segment);
    return problem ? [{ code: 'source/ntfs-name', variant: problem.kind, args: problem.args }] : [];
  });
}

/** A path in a message, with control characters and halves of characters named. */
export function printablePath(path: string): string {
  return path.replace(/[\p{Cc}\p{Cs}\u2028\u2029]/gu, (character) => `<${characterName(character)}>`);
}
