import type { Hover, Position } from 'vscode-languageserver-types';
import { statusMessage, type StatusSubject } from '#core/copyLog/checkCopyLog';
import { excerpt } from '#core/rules/excerpt';
import { byteCount } from '#core/text/byteCount';
import { enclosingElement, textsIn, xmlPlaceAt, type XmlPlace } from '#core/xml/xmlPlace';
import type { Localize } from '../../localize';
import { elementParagraphs } from '../driveInfo/driveInfoMeanings';
import { attributeMeaning } from '../manifest/manifestMeanings';
import { hoverOf, ruleMessage } from '../markdown';
import { codeSpan } from '../wording';
import { rangeSum } from '../xml/rangeSums';
import type { CopyLogContext } from './copyLogLanguage';
import { copyLogMeaning } from './copyLogMeanings';

/** Half of what a blob with 50,000 blocks takes at most, in UTF-16 units. */
const BLOB_REACH = 8 * 1024 * 1024;

/** What the Status of an element is about. */
const subjects: Readonly<Record<string, StatusSubject>> = {
  Blob: 'blob',
  File: 'blob',
  ImportDisposition: 'disposition',
  Block: 'range',
  PageRange: 'range',
  FileRange: 'range',
  Metadata: 'side-file',
  Properties: 'side-file',
};

/** What a status means and what to do about it; what an element is. */
export function copyLogHover({ model, localize }: CopyLogContext, position: Position): Hover | null {
  const text = model.getText();
  const offset = model.offsetAt(position);
  const place = xmlPlaceAt(text, offset);
  if (!place) return null;
  const { tag, content, attribute, part } = place;
  const isContent = part === 'content' && content !== undefined;
  const [start, end] = isContent
    ? [content.start, content.end]
    : part === 'attribute'
      ? [attribute!.nameStart, attribute!.valueStart + attribute!.value.length + 1]
      : [tag.nameStart, tag.nameStart + tag.name.length];
  const paragraphs = paragraphsOf(localize, text, offset, place).filter((paragraph) => paragraph !== undefined);
  return paragraphs.length === 0 ? null : hoverOf({ start: model.positionAt(start), end: model.positionAt(end) }, ...paragraphs);
}

function paragraphsOf(localize: Localize, text: string, offset: number, place: XmlPlace): readonly (string | undefined)[] {
  const { tag, content, attribute, part } = place;
  if (part === 'attribute' && attribute!.name !== 'Status') return [elementParagraphs(attribute!.name, attributeMeaning(localize, attribute!.name))];
  if (tag.name === 'Status') return [statusParagraph(localize, 'drive', content?.text ?? '', [])];
  const blob = enclosingElement(text, offset, 'Blob', BLOB_REACH) ?? enclosingElement(text, offset, 'File', BLOB_REACH);
  const subject = subjects[tag.name];
  const status = attribute?.name === 'Status' ? attribute.value : statusOf(text, place);
  const count = blob && subject === 'range' ? String(rangeSum(text, blob, offset).count) : '';
  const statusText = subject && status !== undefined ? statusParagraph(localize, subject, status, subject === 'range' ? ['1', count] : [tag.name]) : undefined;
  return [elementParagraphs(tag.name, copyLogMeaning(localize, tag.name)), sizeOf(place), blob && subject === 'blob' ? blobSentence(localize, text, blob) : undefined, statusText];
}

/** The Status attribute of a start tag. */
function statusOf(text: string, { tag }: XmlPlace): string | undefined {
  return /\sStatus\s*=\s*["']([^"'<]*)["']/.exec(text.slice(tag.start, tag.end))?.[1];
}

function statusParagraph(localize: Localize, subject: StatusSubject, status: string, args: readonly string[]): string {
  const { code, variant, known } = statusMessage(subject, status);
  // The message of an unknown status has it as its last argument.
  const all = subject === 'range' || subject === 'side-file' ? [...args, excerpt(status)] : [excerpt(status)];
  return `${codeSpan(status)}${known ? '' : ' (?)'}: ${ruleMessage(localize, code, variant, all)}`;
}

function sizeOf({ tag, content }: XmlPlace): string | undefined {
  const value = content?.text ?? '';
  return (tag.name === 'Length' || tag.name === 'SizeInBytes') && /^\d{1,16}$/.test(value) ? byteCount(Number(value)) : undefined;
}

function blobSentence(localize: Localize, text: string, blob: { readonly start: number; readonly end: number }): string {
  const elements = textsIn(text, blob);
  const value = (...names: readonly string[]) => names.map((name) => elements.get(name)?.content?.text).find((found) => found !== undefined) ?? '';
  return localize('{0}, of the file {1} on the drive.', codeSpan(value('BlobPath', 'FileStoragePath')), codeSpan(value('FilePath', 'OriginalFilePath')));
}
