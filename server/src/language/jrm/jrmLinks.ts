import type { DocumentLink, Location, LocationLink, Position, Range } from 'vscode-languageserver-types';
import { DatasetSources, sourceRange } from '#core/jrm/document/datasetSources';
import { drivesetDrives } from '#core/jrm/document/drivesetDrives';
import { textMember } from '#core/jrm/document/jrmDocument';
import type { JrmDocument } from '#core/jrm/document/jrmDocument';
import type { Place } from '#core/jrm/document/placedValue';
import type { DocumentContext, JobContext } from '../languageContext';
import type { JrmFile } from './jrmFile';
import { placeAt, rangeOf } from './jrmPlace';
import type { JrmPlace } from './jrmPlace';
import { tableFiles } from './jrmSurroundings';

/** Records of each list whose files become links. */
export const MAX_LINKED = 1000;

/** Sources and copied files, where they can exist on this machine, and the drive information files of the folder. */
export function jrmLinks(context: DocumentContext<JrmFile>): DocumentLink[] {
  const { document } = context.model;
  const links: DocumentLink[] = [];
  const seen = new Map<string, number>();
  for (const segment of document.text.segments()) {
    if (context.isCancelled()) return [];
    if (segment.kind !== 'item') continue;
    const { list } = segment.state;
    const count = (seen.get(list) ?? 0) + 1;
    seen.set(list, count);
    if (count > MAX_LINKED) {
      // Checksums come last and are the many.
      if (list === 'Checksums') break;
      continue;
    }
    const field = linkedFields[list];
    const value = field === undefined ? undefined : document.read(segment).value?.members.find(({ name }) => name === field)?.value;
    if (value?.type === 'text') links.push(...linkOf(context, list, value.value as string, () => rangeOf(document, segment, value.place)));
  }
  return links;
}

/** The field of each list's records that names a file. */
export const linkedFields: Readonly<Record<string, string | undefined>> = { Drives: 'DriveId', DataMapping: 'SourcePath', Checksums: 'FilePath' };

/** The link that such a field's text is; none where it leads nowhere. */
export function linkOf({ paths, folder, localize }: JobContext, list: string, text: string, range: () => Range): DocumentLink[] {
  if (text === '') return [];
  const link = (target: string | undefined, tooltip: string) => (target === undefined ? [] : [{ range: range(), target, tooltip }]);
  if (list === 'DataMapping') return link(paths.toUri(text), localize('Open the source'));
  if (list === 'Checksums') return link(paths.toUri(text), localize('Open the file that was copied'));
  const name = folder?.names.find((candidate) => candidate.toLowerCase() === `${text}.xml`.toLowerCase());
  return link(name === undefined ? undefined : folder?.uriOf(name), localize('Open the drive information file'));
}

/** From a mapping to its record in the dataset, from a drive to its record in the driveset, from the id of a drive to the drive. */
export async function jrmDefinition(context: DocumentContext<JrmFile>, position: Position): Promise<LocationLink[] | Location[] | null> {
  const { document } = context.model;
  const place = placeAt(document, position);
  return place ? definitionOfPlace(context, place, (at) => rangeOf(document, place.segment, at), (id) => driveRange(document, id)) : null;
}

/** The same of a place in either form. `driveRangeOf`: where the JRM says the id of a drive. */
export async function definitionOfPlace(
  { uri, job, run }: JobContext,
  { list, member, value, record }: JrmPlace,
  rangeAt: (place: Place) => Range,
  driveRangeOf: (id: string) => Range | undefined,
): Promise<LocationLink[] | Location[] | null> {
  if (!record) return null;
  if ((list === 'Checksums' && member?.name === 'DriveId') || (list === 'DataMapping' && member?.name === 'Drives')) {
    const drive = value?.type === 'text' ? driveRangeOf(value.value as string) : undefined;
    return drive && value ? [{ originSelectionRange: rangeAt(value.place), targetUri: uri, targetRange: drive, targetSelectionRange: drive }] : null;
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
