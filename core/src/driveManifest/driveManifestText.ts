import { toUpperHex } from '../bytes/hex';
import { toBase64 } from '../bytes/base64';
import { MAX_RANGE_LENGTH } from '../limits/limits';
import { utf8Length } from '../text/utf8Length';
import { xmlText, xmlTextLength } from '../xml/xmlText';
import {
  MANIFEST_VERSION,
  type ManifestBlobList,
  type ManifestDrive,
  type ManifestRange,
  type ManifestSideFile,
  type PlannedBlob,
} from './driveManifest';

/** Approximate length of the pieces of the text, in UTF-16 units. */
const PIECE_LENGTH = 1 << 16;

const MD5_HEX_LENGTH = 32;
const ID_DIGITS = 6;
/** Six digits in base64. */
const ID_LENGTH = 8;

/**
 * The manifest in pieces of some 64 KiB, so that millions of blobs need no memory. The service requires a credential
 * element; without a credential, an empty StorageAccountKey means the account that the job names.
 *
 * @throws XmlTextError for a name that `xmlTextProblem` refuses
 */
export function* driveManifestText(drive: ManifestDrive): Generator<string, void, undefined> {
  let text = beginning(drive);
  for (const list of drive.blobLists) {
    text += listBeginning(list);
    for (const blob of list.blobs) {
      text += blobBeginning(blob);
      let index = 0;
      for (const range of blob.ranges) {
        text += blob.isPageBlob ? pageRange(range) : block(range, index++);
        if (text.length >= PIECE_LENGTH) {
          yield text;
          text = '';
        }
      }
      text += blobEnd(blob.isPageBlob);
      if (text.length >= PIECE_LENGTH) {
        yield text;
        text = '';
      }
    }
    text += LIST_END;
  }
  yield text + END;
}

/** Ids made so far; they are the same for all blobs. */
const blockIds: string[] = [];

/** The id of a blob's block: base64 of its number, with the same length for every block of every blob. */
export function blockId(index: number): string {
  return (blockIds[index] ??= toBase64(
    Uint8Array.from(String(index).padStart(ID_DIGITS, '0'), (digit) => digit.charCodeAt(0)),
  ));
}

/** The greatest number of page ranges of a page blob with this length, in bytes. */
export type PageRangeLimit = (length: number) => number;

/**
 * For pieces of 4 MiB in which zeros become a hole where they fill a unit of this many bytes. Alternating data and
 * holes gives the greatest number.
 */
export function pageRangesAmongHoles(unit: number): PageRangeLimit {
  const most = (length: number) => Math.ceil(Math.ceil(length / unit) / 2);
  return (length) => Math.floor(length / MAX_RANGE_LENGTH) * most(MAX_RANGE_LENGTH) + most(length % MAX_RANGE_LENGTH);
}

/**
 * The length of the manifest in bytes, from what is known before any file is read: exact if there are only block blobs,
 * otherwise an upper limit. The side files' MD5s matter only by their length.
 */
export function driveManifestLength(drive: ManifestDrive<PlannedBlob>, pageRangeLimit: PageRangeLimit): number {
  let length = utf8Length(beginning(drive)) + END.length;
  for (const list of drive.blobLists) {
    length += utf8Length(listBeginning(list)) + LIST_END.length;
    for (const blob of list.blobs) length += blobLength(blob, pageRangeLimit);
  }
  return length;
}

/** What one blob adds to the manifest, in bytes. */
export function blobLength(blob: PlannedBlob, pageRangeLimit: PageRangeLimit): number {
  return namedBlobLength(blob, xmlTextLength(blob.blobPath) + xmlTextLength(blob.filePath), pageRangeLimit);
}

/** The same where only the sum of the two paths' `xmlTextLength` is known. */
export function namedBlobLength(
  { isPageBlob, length, disposition }: Pick<PlannedBlob, 'isPageBlob' | 'length' | 'disposition'>,
  pathsLength: number,
  pageRangeLimit: PageRangeLimit,
): number {
  const fixed = blobFrameLength[isPageBlob ? 'page' : 'block'] + pathsLength + digits(length) + disposition.length;
  if (isPageBlob)
    return (
      fixed +
      pageRangeLimit(length) * (rangeFrameLength.page + digits(length) + digits(Math.min(length, MAX_RANGE_LENGTH)))
    );
  return fixed + blocksLength(length);
}

/** The length of all blocks of a block blob. Their offsets are the multiples of 4 MiB below the blob's length. */
function blocksLength(length: number): number {
  const count = Math.ceil(length / MAX_RANGE_LENGTH);
  if (count === 0) return 0;
  const last = length - (count - 1) * MAX_RANGE_LENGTH;
  let offsets = count;
  // Each further digit adds one byte to every offset that has it.
  for (let power = 10; power <= (count - 1) * MAX_RANGE_LENGTH; power *= 10)
    offsets += count - Math.ceil(power / MAX_RANGE_LENGTH);
  return count * (rangeFrameLength.block + ID_LENGTH) + offsets + (count - 1) * digits(MAX_RANGE_LENGTH) + digits(last);
}

function beginning({ driveId, credential, clientCreator }: ManifestDrive<PlannedBlob>): string {
  let secret = '<StorageAccountKey/>';
  if (credential && 'storageAccountKey' in credential) {
    secret = element('StorageAccountKey', credential.storageAccountKey);
  } else if (credential) {
    secret = element('ContainerSas', credential.containerSas);
  }
  return `<?xml version="1.0" encoding="UTF-8"?>
<DriveManifest Version="${MANIFEST_VERSION}">
  <Drive>
    ${element('DriveId', driveId)}
    ${secret}
    ${element('ClientCreator', clientCreator)}
`;
}

const END = '  </Drive>\n</DriveManifest>\n';
const LIST_END = '    </BlobList>\n';

function listBeginning({ id, metadata, properties }: ManifestBlobList<PlannedBlob>): string {
  return `    <BlobList Id="${xmlText(id, 'The id of a BlobList')}">\n${sideFile('MetadataPath', metadata)}${sideFile('PropertiesPath', properties)}`;
}

function sideFile(name: string, file: ManifestSideFile | undefined): string {
  return file ? `      <${name} Hash="${toUpperHex(file.md5)}">${xmlText(file.path, name)}</${name}>\n` : '';
}

function blobBeginning({ blobPath, filePath, length, disposition, isPageBlob }: PlannedBlob): string {
  return `      <Blob>
        ${element('BlobPath', blobPath)}
        ${element('FilePath', filePath)}
        <Length>${length}</Length>
        <ImportDisposition>${disposition}</ImportDisposition>
        <${isPageBlob ? 'PageRangeList' : 'BlockList'}>
`;
}

function blobEnd(isPageBlob: boolean): string {
  return `        </${isPageBlob ? 'PageRangeList' : 'BlockList'}>\n      </Blob>\n`;
}

function block({ offset, length, md5 }: ManifestRange, index: number): string {
  return `          <Block Offset="${offset}" Length="${length}" Id="${blockId(index)}" Hash="${toUpperHex(md5)}"/>\n`;
}

function pageRange({ offset, length, md5 }: ManifestRange): string {
  return `          <PageRange Offset="${offset}" Length="${length}" Hash="${toUpperHex(md5)}"/>\n`;
}

function element(name: string, value: string): string {
  return `<${name}>${xmlText(value, name)}</${name}>`;
}

function digits(number: number): number {
  return String(number).length;
}

const noBlob = (isPageBlob: boolean): PlannedBlob => ({
  blobPath: '',
  filePath: '',
  length: 0,
  disposition: '' as 'rename',
  isPageBlob,
});
const noRange: ManifestRange = { offset: 0, length: 0, md5: new Uint8Array(MD5_HEX_LENGTH / 2) };

/** The fixed parts of a blob, without the digit of the zero length. */
const blobFrameLength = {
  block: blobBeginning(noBlob(false)).length + blobEnd(false).length - 1,
  page: blobBeginning(noBlob(true)).length + blobEnd(true).length - 1,
};

/** The same for a range, without the zeros of offset and length, and without the id. */
const rangeFrameLength = {
  block: block(noRange, 0).length - 2 - ID_LENGTH,
  page: pageRange(noRange).length - 2,
};
