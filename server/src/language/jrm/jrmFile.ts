import { JsonReading } from '#core/jrm/jsonReading';
import { XmlReading } from '#core/jrm/xmlReading';
import type { Steps } from '#core/work/steps';
import type { DocumentReading } from '../documentModel';
import { TextFile } from '../textFile';

/** An open JRM. It is read again after every edit, because JRMs are rarely edited. */
export type JrmFile = TextFile<JsonReading>;
export type JrmXmlFile = TextFile<XmlReading>;

export function readJrmFile(text: string, { sha256 }: Pick<DocumentReading, 'sha256'>): Steps<JrmFile> {
  return TextFile.read(text, (current, lines) => JsonReading.read(current, sha256, lines));
}

export function readJrmXmlFile(text: string, { sha256 }: Pick<DocumentReading, 'sha256'>): Steps<JrmXmlFile> {
  return TextFile.read(text, (current) => XmlReading.read(current, sha256));
}
