import type { DocumentLink, DocumentSymbol, Hover, Location, LocationLink, Position, Range } from 'vscode-languageserver-types';
import { SymbolKind } from 'vscode-languageserver-types';
import { CHECKSUMS, SEAL } from '#core/jrm/jrm';
import { DatasetSources } from '#core/jrm/document/datasetSources';
import { drivesetDrives } from '#core/jrm/document/drivesetDrives';
import { textMember } from '#core/jrm/document/jrmDocument';
import { jrmXmlFindings } from '#core/jrm/document/jrmXmlFindings';
import { JrmXmlReading } from '#core/jrm/document/jrmXmlReading';
import type { ReadJrmXml, XmlRecord } from '#core/jrm/document/jrmXmlReading';
import { readCompanion } from '../companionFile';
import type { DocumentLanguage } from '../documentLanguage';
import type { DocumentContext } from '../languageContext';
import { hoverOf } from '../markdown';
import { shortened } from '../wording';
import { xmlFolding } from '../xml/xmlFolding';
import { hoverOfPlace, recordSentence } from './jrmHover';
import { definitionOfPlace, linkedFields, linkOf, MAX_LINKED } from './jrmLinks';
import { maxSymbols, recordLabel } from './jrmStructure';
import { tableFiles } from './jrmSurroundings';
import { jrmXmlCompletion } from './jrmXmlCompletion';
import { xmlPlaceOf, xmlRange } from './jrmXmlPlace';
import type { JrmXmlFile } from './jrmXmlPlace';
import { mappingsInXml } from './mappingsOfSource';

type JrmXmlContext = DocumentContext<JrmXmlFile>;

/** The job response manifest in XML, read anew after every edit. */
export const jrmXmlLanguage: DocumentLanguage<JrmXmlFile> = {
  compares: { datasets: true },
  read: (text, { sha256 }) => readCompanion(text, (report) => new JrmXmlReading(report, sha256)),
  *findings(context) {
    const tables = tableFiles(context.job);
    const datasets = tables.filter(({ table }) => table.kind === 'dataset');
    const { read, findings } = context.model.parsed;
    return yield* jrmXmlFindings(read, findings, {
      drives: drivesetDrives(tables.filter(({ table }) => table.kind === 'driveset')),
      datasets: context.jobIsComplete && datasets.length > 0 ? yield* DatasetSources.read(datasets) : undefined,
    });
  },
  state: ({ parsed }) => ({ records: parsed.read.checksums.length }),
  mappings: ({ parsed }, uri) => mappingsInXml(uri, parsed.read),
  completion: jrmXmlCompletion,
  hover,
  symbols,
  folding: xmlFolding,
  links,
  definition,
};

function hover({ model, localize }: JrmXmlContext, position: Position): Hover | null {
  const place = xmlPlaceOf(model, position);
  const ofField = hoverOfPlace(place, (at) => xmlRange(model, at), model.parsed.read.seal, localize);
  if (ofField || place.member || !place.recordName) return ofField;
  const sentence = recordSentence(place.list, place.record, localize);
  return sentence === '' ? null : hoverOf(xmlRange(model, place.recordName), sentence);
}

function symbols({ model, localize }: JrmXmlContext): DocumentSymbol[] {
  const { read } = model.parsed;
  return read.members.map(({ name, text, range, extent, count }) => {
    const base = { range: extent, selectionRange: range };
    const records = recordsOf(read, name);
    if (!records) return { ...base, name: shortened(name), ...(name === SEAL || text === '' ? {} : { detail: shortened(text) }), kind: SymbolKind.Property };
    const children = records.slice(0, maxSymbols(name)).map((record) => ({ ...recordLabel(name, record.value, localize), range: record.extent, selectionRange: record.value.head }));
    return { ...base, name: localize('{0} ({1})', name, count.toLocaleString('en-US')), kind: SymbolKind.Array, children };
  });
}

/** The records of a list, so far as their places are known; `undefined` of another member. */
function recordsOf({ drives, mappings, firstChecksums }: ReadJrmXml, name: string): readonly XmlRecord[] | undefined {
  if (name === 'Drives') return drives;
  if (name === 'DataMapping') return mappings;
  return name === CHECKSUMS ? firstChecksums : undefined;
}

/** Sources and copied files, where they can exist on this machine, and the drive information files of the folder. */
function links(context: JrmXmlContext): DocumentLink[] {
  const { drives, mappings, firstChecksums } = context.model.parsed.read;
  const ofRecords = (list: string, records: readonly XmlRecord[]) =>
    records.slice(0, MAX_LINKED).flatMap(({ value }) => {
      const field = value.members.find(({ name }) => name === linkedFields[list])?.value;
      return field?.type === 'text' ? linkOf(context, list, field.value as string, () => field.place) : [];
    });
  return [
    ...ofRecords('Drives', drives),
    ...ofRecords('DataMapping', mappings),
    ...ofRecords(CHECKSUMS, firstChecksums),
  ];
}

function definition(context: JrmXmlContext, position: Position): Promise<LocationLink[] | Location[] | null> {
  const { model } = context;
  return definitionOfPlace(context, xmlPlaceOf(model, position), (at) => xmlRange(model, at), (id) => driveRange(model.parsed.read, id));
}

/** Where a drive of the JRM says its id. */
function driveRange({ drives }: ReadJrmXml, id: string): Range | undefined {
  const drive = drives.find(({ value }) => textMember(value, 'DriveId') === id);
  return drive?.value.members.find(({ name }) => name === 'DriveId')?.value?.place;
}
