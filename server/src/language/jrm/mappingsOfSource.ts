import type { Location } from 'vscode-languageserver-types';
import { sourceKey } from '#core/dataset/datasetRelation';
import { CHECKSUMS } from '#core/jrm/jrm';
import type { JrmReading } from '#core/jrm/jrmReading';
import { JsonReading } from '#core/jrm/jsonReading';
import { textMember } from '#core/jrm/placedValue';
import type { Place, PlacedValue } from '#core/jrm/placedValue';
import { fieldOf } from '#core/jrm/valueRules';
import { positionOf } from '#core/text/lineIndex';
import type { Steps } from '#core/work/steps';
import { xmlTags } from '#core/xml/xmlTags';
import type { JobContext, SourceMapping } from '../languageContext';
import { fileNameOf } from '../uris';
import { recordOf } from './jrmXmlPlace';

/** In a JRM that no editor has open, only this many bytes are searched for mappings: the checksums come last. */
const MAX_BEGINNING = 16 * 1024 * 1024;
/** How many mappings are looked at in one step. */
const STEP = 64;

/** Where a dataset record's data went. */
export interface MappedSource {
  readonly source: string;
  /** `undefined` where it is unknown. */
  readonly container: string | undefined;
}

/** The seal does not matter when only the beginning of a text is read. */
const noSha256 = () => ({ update: () => undefined, digest: () => '' });

/**
 * The mappings of a source in the JRMs of a job's folder, from the texts that editors have open, otherwise from disk.
 */
export async function mappingsOfSource(context: JobContext, wanted: MappedSource): Promise<Location[]> {
  const { folder, openFiles, run, isCancelled } = context;
  const open = openFiles.filter(({ mappings }) => mappings !== undefined);
  const found = open.flatMap(({ mappings }) => mappings!());
  const names = (folder?.names ?? []).filter(
    (name) => /\.jrm$/i.test(name) && !open.some(({ uri }) => fileNameOf(uri) === name),
  );
  for (const name of names) {
    const text = isCancelled() ? undefined : await folder!.beginning(name, MAX_BEGINNING);
    if (text !== undefined) found.push(...((await run(inText(folder!.uriOf(name), text))) ?? []));
  }
  const key = sourceKey(wanted.source);
  const same = found.filter(({ source }) => sourceKey(source) === key);
  const exact = same.filter(({ container }) => container === wanted.container);
  return (exact.length > 0 ? exact : same).map(({ location }) => location());
}

/** The mappings of a JRM. */
export function mappingsIn<P>(uri: string, read: JrmReading<P>): SourceMapping[] {
  return read.mappings.flatMap(({ value }) => found(value, (place) => ({ uri, range: read.rangeOf(place) })));
}

function found<P>(mapping: PlacedValue<P>, locate: (place: P) => Location): SourceMapping[] {
  const source = mapping.members.find(({ name }) => name === 'SourcePath')?.value;
  if (source?.type !== 'text') return [];
  return [
    {
      source: source.value as string,
      container: textMember(mapping, 'DestinationContainer'),
      location: () => locate(source.place),
    },
  ];
}

function* inText(uri: string, text: string): Steps<SourceMapping[]> {
  if (/^\ufeff?\s*</.test(text.slice(0, 1024))) return yield* inXml(uri, text);
  const checksums = text.indexOf(`"${CHECKSUMS}"`);
  const isLast = text.indexOf('"DataMapping"') < checksums;
  return mappingsIn(uri, yield* JsonReading.read(isLast ? text.slice(0, checksums) : text, noSha256));
}

function* inXml(uri: string, text: string): Steps<SourceMapping[]> {
  const field = fieldOf('DataMapping')!;
  const all: SourceMapping[] = [];
  const start = text.indexOf('<DataMapping');
  const locate = (place: Place): Location => ({
    uri,
    range: { start: positionOf(text, place.start), end: positionOf(text, place.end) },
  });
  let depth = 0;
  for (const tag of start < 0 ? [] : xmlTags(text, start)) {
    if (tag.kind === 'close' && --depth <= 0) break;
    if (tag.kind !== 'open') continue;
    // A mapping is a child of the list, whatever its name.
    if (++depth === 2) all.push(...found(recordOf(text, tag, field), locate));
    if (all.length % STEP === 0) yield;
  }
  return all;
}
