import type { DocumentLink, Location, LocationLink, Position, Range } from 'vscode-languageserver-types';
import { DatasetSources, sourceRange } from '#core/jrm/document/datasetSources';
import { drivesetDrives } from '#core/jrm/document/drivesetDrives';
import { textMember } from '#core/jrm/document/jrmDocument';
import type { JrmDocument } from '#core/jrm/document/jrmDocument';
import type { JrmSegment } from '#core/jrm/document/jrmSegment';
import type { FileContext } from '../fileLanguage';
import type { JrmFile } from './jrmFile';
import { placeAt, rangeOf } from './jrmPlace';
import { tableFiles } from './jrmSurroundings';

/** Records of each list whose files become links. */
const MAX_RECORDS = 1000;

/** Sources and copied files, where they can exist on this machine, and the drive information files of the folder. */
export function jrmLinks({ model, paths, folder, localize, isCancelled }: FileContext<JrmFile>): DocumentLink[] {
  const { document } = model;
  const links: DocumentLink[] = [];
  const seen = new Map<string, number>();
  const add = (segment: JrmSegment, name: string, targetOf: (text: string) => string | undefined, tooltip: string) => {
    const value = document.read(segment).value?.members.find((member) => member.name === name)?.value;
    const target = value?.type === 'text' && value.value !== '' ? targetOf(value.value as string) : undefined;
    if (value && target !== undefined) links.push({ range: rangeOf(document, segment, value.place), target, tooltip });
  };
  const infoOf = (id: string) => {
    const name = folder?.names.find((candidate) => candidate.toLowerCase() === `${id}.xml`.toLowerCase());
    return name === undefined ? undefined : folder?.uriOf(name);
  };
  for (const segment of document.text.segments()) {
    if (isCancelled()) return [];
    if (segment.kind !== 'item') continue;
    const { list } = segment.state;
    const count = (seen.get(list) ?? 0) + 1;
    seen.set(list, count);
    if (count > MAX_RECORDS) {
      // Checksums come last and are the many.
      if (list === 'Checksums') break;
      continue;
    }
    if (list === 'DataMapping') add(segment, 'SourcePath', (path) => paths.toUri(path), localize('Open the source'));
    else if (list === 'Checksums') add(segment, 'FilePath', (path) => paths.toUri(path), localize('Open the file that was copied'));
    else if (list === 'Drives') add(segment, 'DriveId', infoOf, localize('Open the drive information file'));
  }
  return links;
}

/** From a mapping to its record in the dataset, from a drive to its record in the driveset, from the id of a drive to the drive. */
export async function jrmDefinition(context: FileContext<JrmFile>, position: Position): Promise<LocationLink[] | Location[] | null> {
  const { model, uri, job, run } = context;
  const { document } = model;
  const place = placeAt(document, position);
  if (!place?.record) return null;
  const { list, member, value, record, segment } = place;
  if ((list === 'Checksums' && member?.name === 'DriveId') || (list === 'DataMapping' && member?.name === 'Drives')) {
    const drive = value?.type === 'text' ? driveRange(document, value.value as string) : undefined;
    return drive && value ? [{ originSelectionRange: rangeOf(document, segment, value.place), targetUri: uri, targetRange: drive, targetSelectionRange: drive }] : null;
  }
  const tables = tableFiles(job);
  if (list === 'Drives') {
    const letter = textMember(record, 'DriveLetter')?.toUpperCase();
    const drive = drivesetDrives(tables.filter(({ table }) => table.kind === 'driveset'))?.letters.get(letter ?? '');
    return drive ? [{ uri: drive.file, range: drive.range }] : null;
  }
  const source = list === 'DataMapping' ? textMember(record, 'SourcePath') : undefined;
  if (source === undefined) return null;
  const sources = await run(DatasetSources.read(tables.filter(({ table }) => table.kind === 'dataset')));
  return sources?.find(source).map((found): Location => ({ uri: found.dataset.file, range: sourceRange(found) })) ?? null;
}

/** Where a drive of the JRM says its id. */
function driveRange(document: JrmDocument, id: string): Range | undefined {
  const segment = [...document.drives].find(({ driveIds }) => driveIds.includes(id));
  const place = segment && document.read(segment).value?.members.find(({ name }) => name === 'DriveId')?.value?.place;
  return place && rangeOf(document, segment, place);
}
