import type { Hover, Position } from 'vscode-languageserver-types';
import { categoryArgs, categoryMessage, statusMessage, type StatusSubject } from '#core/copyLog/checkCopyLog';
import type { LogDirection } from '#core/copyLog/copyLog';
import { directionOfCategory } from '#core/copyLog/copyLogReader';
import { excerpt } from '#core/rules/excerpt';
import { enclosingElement, textsIn, xmlPlaceAt, type XmlPlace } from '#core/xml/xmlPlace';
import { unescapeXml } from '#core/xml/xmlTags';
import type { Localize } from '#core/text/localize';
import { elementParagraphs } from '../driveInfo/driveInfoMeanings';
import { attributeMeaning } from '../manifest/manifestMeanings';
import { hoverOf, ruleMessage } from '../markdown';
import { codeSpan, writtenSize } from '../wording';
import { BLOB_REACH, rangeSum } from '../xml/rangeSums';
import { entryAt, type CopyLogEntry } from './copyLogEntry';
import type { CopyLogContext } from './copyLogFile';
import { copyLogMeaning, logAttributeMeaning } from './copyLogMeanings';

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

/** What a status means and what to do about it, or what an element is. */
export function copyLogHover({ model, localize }: CopyLogContext, position: Position): Hover | null {
  const { direction } = model.parsed.read;
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
  const paragraphs = paragraphsOf({ localize, direction }, text, offset, place).filter(
    (paragraph) => paragraph !== undefined,
  );
  return paragraphs.length === 0
    ? null
    : hoverOf({ start: model.positionAt(start), end: model.positionAt(end) }, ...paragraphs);
}

/** The user's language, and whether the log belongs to an import or an export. */
interface Wording {
  readonly localize: Localize;
  readonly direction: LogDirection | undefined;
}

function paragraphsOf(
  wording: Wording,
  text: string,
  offset: number,
  place: XmlPlace,
): readonly (string | undefined)[] {
  const { localize, direction } = wording;
  const { tag, content, attribute, part } = place;
  if (part === 'attribute' && attribute!.name !== 'Status') {
    return [
      elementParagraphs(
        attribute!.name,
        logAttributeMeaning(localize, attribute!.name) ?? attributeMeaning(localize, attribute!.name),
      ),
      attribute!.name === 'Size' ? writtenSize(attribute!.value) : undefined,
    ];
  }
  if (tag.name === 'Status') return [statusParagraph(wording, 'drive', content?.text ?? '', [])];
  const entry = entryAt(text, offset);
  if (entry) return entryParagraphs(wording, text, entry, place);
  // In the summary, element names are categories.
  if (statusMessage('category', tag.name, direction).known)
    return [categoryParagraph(wording, tag.name, undefined, undefined)];
  const blob = enclosingElement(text, offset, 'Blob', BLOB_REACH) ?? enclosingElement(text, offset, 'File', BLOB_REACH);
  const subject = subjects[tag.name];
  const status = attribute?.name === 'Status' ? attribute.value : statusOf(text, place);
  const count = blob && subject === 'range' ? String(rangeSum(text, blob, offset).count) : '';
  const statusText =
    subject && status !== undefined
      ? statusParagraph(wording, subject, status, subject === 'range' ? ['1', count] : [tag.name])
      : undefined;
  return [
    elementParagraphs(tag.name, copyLogMeaning(localize, tag.name)),
    sizeOf(place),
    blob && subject === 'blob' ? blobSentence(localize, text, blob) : undefined,
    statusText,
  ];
}

/** The value of a start tag's Status attribute. */
function statusOf(text: string, { tag }: XmlPlace): string | undefined {
  return /\sStatus\s*=\s*["']([^"'<]*)["']/.exec(text.slice(tag.start, tag.end))?.[1];
}

/** What a current copy log says about an item. */
function entryParagraphs(
  wording: Wording,
  text: string,
  { element, extent, attributes, path }: CopyLogEntry,
  { tag, content, part }: XmlPlace,
): readonly (string | undefined)[] {
  const { localize } = wording;
  const about = elementParagraphs(
    tag.name,
    copyLogMeaning(localize, element === 'File' && tag.name === 'File' ? 'StoredFile' : tag.name),
  );
  if (element === 'File') {
    const size = attributes.find(({ name }) => name === 'Size')?.value ?? '';
    return [
      about,
      localize(
        '{0}, {1}.',
        codeSpan(unescapeXml(path?.value ?? '')),
        writtenSize(size) ?? localize('a file of unknown length'),
      ),
    ];
  }
  const texts = textsIn(text, extent);
  const of = (name: string) => texts.get(name)?.content?.text;
  const category = categoryParagraph(wording, of('Category') ?? '', of('ErrorCode'), of('ErrorMessage'));
  if (tag.name === 'Category' && part === 'content') return [category];
  const own = tag.name === 'ErrorMessage' && content ? codeSpan(content.text) : undefined;
  return [about, own, tag.name === 'ErroredEntity' ? codeSpan(unescapeXml(path?.value ?? '')) : undefined, category];
}

function categoryParagraph(
  { localize, direction }: Wording,
  category: string,
  errorCode: string | undefined,
  errorMessage: string | undefined,
): string {
  const { code, variant, known } = categoryMessage(category, errorCode, direction ?? directionOfCategory(category));
  return `${codeSpan(category)}${known ? '' : ' (?)'}: ${ruleMessage(localize, code, variant, categoryArgs(category, errorCode, errorMessage))}`;
}

function statusParagraph(
  { localize, direction }: Wording,
  subject: StatusSubject,
  status: string,
  args: readonly string[],
): string {
  const { code, variant, known } = statusMessage(subject, status, direction);
  // The message for an unknown status takes the status as its last argument.
  const all = subject === 'range' || subject === 'side-file' ? [...args, excerpt(status)] : [excerpt(status)];
  return `${codeSpan(status)}${known ? '' : ' (?)'}: ${ruleMessage(localize, code, variant, all)}`;
}

function sizeOf({ tag, content }: XmlPlace): string | undefined {
  return tag.name === 'Length' || tag.name === 'SizeInBytes' ? writtenSize(content?.text ?? '') : undefined;
}

function blobSentence(
  localize: Localize,
  text: string,
  blob: { readonly start: number; readonly end: number },
): string {
  const elements = textsIn(text, blob);
  const value = (...names: readonly string[]) =>
    names.map((name) => elements.get(name)?.content?.text).find((found) => found !== undefined) ?? '';
  return localize(
    '{0}, from the file {1} on the drive.',
    codeSpan(value('BlobPath', 'FileStoragePath')),
    codeSpan(value('FilePath', 'OriginalFilePath')),
  );
}
