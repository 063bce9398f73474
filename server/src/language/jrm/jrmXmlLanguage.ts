import type { DocumentSymbol, Hover, Location, Position } from 'vscode-languageserver-types';
import { SymbolKind } from 'vscode-languageserver-types';
import { jrmXmlFindings } from '#core/jrm/document/jrmXmlFindings';
import { JrmXmlReading } from '#core/jrm/document/jrmXmlReading';
import type { ReadJrmXml, XmlRecord } from '#core/jrm/document/jrmXmlReading';
import { DatasetSources, sourceRange } from '#core/jrm/document/datasetSources';
import { drivesetDrives } from '#core/jrm/document/drivesetDrives';
import { textMember } from '#core/jrm/document/jrmDocument';
import { fieldOf } from '#core/jrm/document/valueRules';
import { readCompanion } from '../companionFile';
import type { CompanionFile } from '../companionFile';
import type { FileContext, FileLanguage } from '../fileLanguage';
import { hoverOf } from '../markdown';
import { contains } from '../ranges';
import { shortened } from '../wording';
import { xmlFolding } from '../xml/xmlFolding';
import { fieldDocumentation } from './jrmFieldDocs';
import { recordSentence } from './jrmHover';
import { tableFiles } from './jrmSurroundings';

type JrmXmlFile = CompanionFile<ReadJrmXml>;
type JrmXmlContext = FileContext<JrmXmlFile>;

/** Records of a list that become symbols. */
const MAX_SYMBOLS = 200;

/** The job response manifest in XML, read anew after every edit. */
export const jrmXmlLanguage: FileLanguage<JrmXmlFile> = {
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
  recordCount: ({ parsed }) => parsed.read.checksums.length,
  hover,
  symbols,
  folding: xmlFolding,
  definition,
};

function recordAt({ read }: { readonly read: ReadJrmXml }, position: Position): { record: XmlRecord; list: string } | undefined {
  const find = (records: readonly XmlRecord[], list: string) => {
    const record = records.find(({ extent }) => contains(extent, position));
    return record && { record, list };
  };
  return find(read.drives, 'Drives') ?? find(read.mappings, 'DataMapping');
}

function hover({ model, localize }: JrmXmlContext, position: Position): Hover | null {
  const { members } = model.parsed.read;
  const member = members.find(({ range }) => contains(range, position));
  const field = member && fieldOf(member.name);
  if (field) return hoverOf(member.range, fieldDocumentation(undefined, field, localize));
  const found = recordAt(model.parsed, position);
  if (!found) return null;
  const { record, list } = found;
  const inside = record.value.members.find(({ place, value }) => contains(place, position) || (value && contains(value.place, position)));
  const inner = inside && fieldOf(list)?.fields?.find(({ name }) => name === inside.name);
  const range = inside?.place ?? record.value.head;
  return hoverOf(range, inner && contains(range, position) ? fieldDocumentation(list, inner, localize) : undefined, recordSentence(list, record.value, localize));
}

function symbols({ model, localize }: JrmXmlContext): DocumentSymbol[] {
  const { members, drives, mappings } = model.parsed.read;
  const children: Readonly<Record<string, readonly XmlRecord[] | undefined>> = { Drives: drives, DataMapping: mappings };
  return members.map(({ name, range, extent, count }) => ({
    name: fieldOf(name)?.type === 'table' ? localize('{0} ({1})', name, count.toLocaleString('en-US')) : shortened(name),
    kind: fieldOf(name)?.type === 'table' ? SymbolKind.Array : SymbolKind.Property,
    range: extent,
    selectionRange: range,
    children: (children[name] ?? []).slice(0, MAX_SYMBOLS).map(({ value, extent: whole }) => ({
      name: shortened(textMember(value, name === 'Drives' ? 'DriveId' : 'SourcePath') ?? '?') || '?',
      kind: SymbolKind.Object,
      range: whole,
      selectionRange: value.head,
    })),
  }));
}

/** From a mapping to its record in the dataset, from a drive to its record in the driveset. */
async function definition({ model, job, run }: JrmXmlContext, position: Position): Promise<Location[] | null> {
  const found = recordAt(model.parsed, position);
  if (!found) return null;
  const tables = tableFiles(job);
  const { value } = found.record;
  if (found.list === 'Drives') {
    const drive = drivesetDrives(tables.filter(({ table }) => table.kind === 'driveset'))?.letters.get(textMember(value, 'DriveLetter')?.toUpperCase() ?? '');
    return drive ? [{ uri: drive.file, range: drive.range }] : null;
  }
  const sources = await run(DatasetSources.read(tables.filter(({ table }) => table.kind === 'dataset')));
  return sources?.find(textMember(value, 'SourcePath') ?? '').map((source) => ({ uri: source.dataset.file, range: sourceRange(source) })) ?? null;
}
