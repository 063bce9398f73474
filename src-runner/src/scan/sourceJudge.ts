import type { Namespace } from '#core/dataset/destination';
import { azureFilesPathProblems } from '#core/names/azureFilesPath';
import { blobNameProblems } from '#core/names/blobName';
import { characterName } from '#core/names/characterName';
import { ntfsNameProblem } from '#core/names/ntfsName';
import { isPlainFileName } from '#core/names/plainFileName';
import type { Judgement } from './scanFindings';

/** Paths up to this length and depth are valid for blobs and for files in a share. */
const PLAIN_LENGTH = 1024;
const PLAIN_DEPTH = 250;

/** Problems of a whole path, which are reported for files only. */
const ofWholePath = new Set(['too-long', 'too-deep']);
const none: readonly Judgement[] = [];

/** The path above a name: within the container or share, with a trailing slash unless it is empty or glued to names. */
export interface PathAbove {
  readonly namespace: Namespace;
  readonly prefix: string;
  /** Slashes in `prefix`. */
  readonly depth: number;
}

/**
 * The problems that NTFS, and blob storage or Azure Files, have with the name of a file or directory below `prefix`.
 */
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
    // Problems of the directories above have been reported with them, and a name that NTFS refuses is reported only
    // once.
    const isOwn = ofWholePath.has(kind) ? !isDirectory : onDrive === undefined && start >= prefix.length;
    if (isOwn) judgements.push({ code, variant: kind, args });
  }
  return judgements;
}

/** The problems that NTFS has with the parts of a destination that do not come from a source. */
export function judgeDestination(segments: readonly string[]): readonly Judgement[] {
  return segments.flatMap((segment): Judgement[] => {
    if (isPlainFileName(segment)) return [];
    const problem = ntfsNameProblem(segment);
    return problem ? [{ code: 'source/ntfs-name', variant: problem.kind, args: problem.args }] : [];
  });
}

/** A path for messages, with control characters and lone surrogates spelled out. */
export function printablePath(path: string): string {
  return path.replace(/[\p{Cc}\p{Cs}\u2028\u2029]/gu, (character) => `<${characterName(character)}>`);
}
