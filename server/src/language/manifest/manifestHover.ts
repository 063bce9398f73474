import type { Hover, Position } from 'vscode-languageserver-types';
import { byteCount } from '#core/text/byteCount';
import type { Span } from '#core/text/position';
import { enclosingElement, textsIn, xmlPlaceAt, type XmlPlace } from '#core/xml/xmlPlace';
import type { Localize } from '#core/text/localize';
import { elementParagraphs } from '../driveInfo/driveInfoMeanings';
import { hoverOf } from '../markdown';
import { codeSpan, writtenSize } from '../wording';
import { BLOB_REACH, rangeSum } from '../xml/rangeSums';
import type { ManifestContext } from './manifestFile';
import { attributeMeaning, dispositions, manifestMeaning } from './manifestMeanings';

/** What stands at the cursor: a blob, a list of blobs, a block, an element. Secrets are not shown. */
export function manifestHover({ model, localize }: ManifestContext, position: Position): Hover | null {
  const text = model.getText();
  const offset = model.offsetAt(position);
  const place = xmlPlaceAt(text, offset);
  if (!place) return null;
  const { tag, content, attribute } = place;
  const isContent = place.part === 'content' && content !== undefined;
  const start = isContent ? content.start : place.part === 'attribute' ? attribute!.nameStart : tag.nameStart;
  const end = isContent
    ? content.end
    : place.part === 'attribute'
      ? attribute!.valueStart + attribute!.value.length + 1
      : tag.nameStart + tag.name.length;
  const range = { start: model.positionAt(start), end: model.positionAt(end) };
  const about =
    place.part === 'attribute'
      ? attributeParagraphs(localize, place)
      : elementParagraphs(tag.name, manifestMeaning(localize, tag.name));
  const more =
    tag.name === 'BlobList'
      ? listSentence({ model, localize }, range.start.line)
      : sentenceAt(localize, text, offset, place);
  return about === undefined && more === undefined ? null : hoverOf(range, about, more);
}

function attributeParagraphs(localize: Localize, { attribute }: XmlPlace): string | undefined {
  return elementParagraphs(attribute!.name, attributeMeaning(localize, attribute!.name));
}

/** A sentence about the values around the cursor. */
function sentenceAt(localize: Localize, text: string, offset: number, { tag, content }: XmlPlace): string | undefined {
  const value = content?.text ?? '';
  switch (tag.name) {
    case 'Length':
      return writtenSize(value);
    case 'ImportDisposition':
      return dispositions.find((disposition) => disposition.value === value)?.documentation;
    case 'Block':
    case 'PageRange':
      return rangeSentence(localize, text, offset, tag.name);
    case 'BlockList':
    case 'PageRangeList':
    case 'Blob':
    case 'BlobPath':
    case 'FilePath': {
      const blob = enclosingElement(text, offset, 'Blob', BLOB_REACH);
      return blob && blobSentence(localize, text, blob);
    }
    default:
      return undefined;
  }
}

/** Which file becomes which blob, and how. */
export function blobSentence(localize: Localize, text: string, blob: Span): string | undefined {
  const elements = textsIn(text, blob);
  const path = elements.get('BlobPath')?.content?.text ?? '';
  const slash = path.indexOf('/');
  if (slash < 0) return undefined;
  const file = elements.get('FilePath')?.content?.text ?? '';
  const length = Number(elements.get('Length')?.content?.text);
  const sum = rangeSum(text, blob, blob.end);
  const size = Number.isSafeInteger(length) ? byteCount(length) : localize('a file of unknown length');
  const name = codeSpan(path.slice(slash + 1));
  const container = codeSpan(path.slice(0, slash));
  return elements.has('PageRangeList')
    ? localize(
        '{0} becomes the page blob {1} in the container {2}: {3}, of which {4} in {5} page ranges are not zero.',
        codeSpan(file),
        name,
        container,
        size,
        byteCount(sum.bytes),
        sum.count,
      )
    : localize(
        '{0} becomes the block blob {1} in the container {2}: {3} in {4} blocks.',
        codeSpan(file),
        name,
        container,
        size,
        sum.count,
      );
}

function rangeSentence(
  localize: Localize,
  text: string,
  offset: number,
  name: 'Block' | 'PageRange',
): string | undefined {
  const list = enclosingElement(text, offset, name === 'Block' ? 'BlockList' : 'PageRangeList', BLOB_REACH);
  if (!list) return undefined;
  const { count, bytes, before } = rangeSum(text, list, offset);
  return name === 'Block'
    ? localize('Block {0} of {1}; together they have {2}.', before, count, byteCount(bytes))
    : localize('Page range {0} of {1}; together they have {2}.', before, count, byteCount(bytes));
}

function listSentence(
  { model, localize }: Pick<ManifestContext, 'model' | 'localize'>,
  line: number,
): string | undefined {
  const found = model.parsed.read.lists.find(
    ({ list }) => list.extent.start.line === line || list.extent.end.line === line,
  );
  if (!found) return undefined;
  const { list, blobs, bytes } = found;
  const sentence =
    list.id === undefined || list.id === ''
      ? localize('The list has {0} blobs with {1} in total.', blobs, byteCount(bytes))
      : localize('The list {0} has {1} blobs with {2} in total.', codeSpan(list.id), blobs, byteCount(bytes));
  const sideFiles = [
    list.metadata ? localize('Metadata: {0}', codeSpan(list.metadata.text)) : undefined,
    list.properties ? localize('Properties: {0}', codeSpan(list.properties.text)) : undefined,
  ];
  return [sentence, ...sideFiles.filter((sideFile) => sideFile !== undefined)].join('\n\n');
}
