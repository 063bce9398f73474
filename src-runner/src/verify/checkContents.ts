import { createHash, hash } from 'node:crypto';
import { sentence } from '../language/sentence';
import { readBack } from '../pipeline/readBack';
import type { FileToCheck, ReadBackOptions } from '../pipeline/readBack';
import type { ReadTree } from '../volume/ntfs/check/readTree';
import { filePath } from '../volume/ntfs/check/volumePlaces';
import type { VolumeProblem } from '../volume/ntfs/check/volumeProblem';
import { clustersOf, fileDataOffset } from '../volume/ntfs/layout';
import { streamChunks } from '../volume/ntfs/read/ntfsVolume';
import type { NtfsVolume } from '../volume/ntfs/read/ntfsVolume';
import { breather } from '../model/breather';
import type { ListedFiles } from './listedFiles';
import { mismatchText } from '../drives/mismatchText';
import { residentFiles } from '../drives/wholeDisk/residentFiles';
import type { ResidentFile } from '../drives/wholeDisk/residentFiles';

/** A drive whose file system and manifest have been read. */
export interface ContentsToCheck {
  readonly ntfs: NtfsVolume;
  readonly read: ReadTree;
  readonly listed: ListedFiles;
  readonly pool: ReadBackOptions['pool'];
  readonly setup: ReadBackOptions['setup'];
  readonly report: (problem: VolumeProblem) => void;
  readonly onProgress: (bytes: number, files: number) => void;
  readonly signal: AbortSignal;
}

/**
 * Reads the contents of all listed files, in their order on the drive, and compares every hash.
 *
 * @throws TargetError if the drive is gone
 * @throws DriveReadError if the medium fails in the file system's own data
 */
export async function checkContents(contents: ContentsToCheck): Promise<void> {
  await checkSideFiles(contents);
  const small = await checkResidentFiles(contents);
  const { pool, setup, read, report, onProgress, signal } = contents;
  await readBack({
    pool,
    setup,
    signal,
    files: filesToCheck(contents),
    onMismatch: (mismatch) => {
      // Slack was compared with the rest of the file system.
      if (mismatch.what !== 'slack')
        report({ path: filePath(read.tree, mismatch.file), message: mismatchText(mismatch) });
    },
    onProgress: ({ bytes, files }) => {
      onProgress(small.bytes + bytes, small.files + files);
    },
  });
  signal.throwIfAborted();
}

/** Blobs that have clusters. */
function* filesToCheck({ read: { tree, layout }, listed }: ContentsToCheck): Generator<FileToCheck> {
  for (let file = 0; file < tree.fileCount; file++) {
    const offset = fileDataOffset(layout, file);
    if (offset === undefined || !listed.isBlob(file)) continue;
    const size = tree.fileSize(file);
    yield {
      file,
      size,
      extents: [offset, clustersOf(size, layout.clusterBytes) * layout.clusterBytes],
      sha256: listed.sha256Of(file),
      ranges: listed.rangesOf(file),
    };
  }
}

/** The small files that `prep` copies besides the dataset's files. */
async function checkSideFiles({
  ntfs,
  read: { tree, layout },
  listed,
  report,
  signal,
}: ContentsToCheck): Promise<void> {
  const pause = breather(signal);
  for (const [file, md5] of listed.sideFiles) {
    const md5Hash = createHash('md5');
    for (const chunk of streamChunks(ntfs.openFile(layout.firstFileRecord + file))) {
      md5Hash.update(chunk);
      await pause();
    }
    if (md5Hash.digest('hex') !== md5.toLowerCase())
      report({ path: filePath(tree, file), message: sentence`It does not match what was copied: its MD5 differs.` });
  }
}

/** Blobs that lie in their records. */
async function checkResidentFiles(contents: ContentsToCheck): Promise<{ bytes: number; files: number }> {
  const { ntfs, read, listed, onProgress, signal } = contents;
  const pause = breather(signal);
  let [bytes, files] = [0, 0];
  for (const resident of residentFiles(ntfs.mft, read.layout, read.tree.fileCount, (file) => listed.isBlob(file))) {
    if (resident) {
      checkBlob(contents, resident);
      bytes += resident.content.length;
      files++;
    } else {
      onProgress(bytes, files);
      await pause();
    }
  }
  return { bytes, files };
}

function checkBlob({ read: { tree }, listed, report }: ContentsToCheck, { file, content }: ResidentFile): void {
  const differs = (what: 'contents' | 'range', offset: number, length: number) => {
    report({ path: filePath(tree, file), message: mismatchText({ what, offset, length }) });
  };
  const sha256 = listed.sha256Of(file);
  if (sha256 && !hash('sha256', content, 'buffer').equals(sha256)) differs('contents', 0, content.length);
  const { offsets, lengths, md5s } = listed.rangesOf(file);
  for (let range = 0; range < offsets.length; range++) {
    const [offset, length] = [offsets[range]!, lengths[range]!];
    const md5 = hash('md5', content.subarray(offset, offset + length), 'buffer');
    if (!md5.equals(md5s.subarray(16 * range, 16 * (range + 1)))) differs('range', offset, length);
  }
}
