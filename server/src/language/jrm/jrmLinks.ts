import type { DocumentLink, Location, LocationLink, Range } from 'vscode-languageserver-types';
import { DatasetSources, drivesetDrives, sourceRange } from '#core/jrm/jobComparison';
import type { JrmReading } from '#core/jrm/jrmReading';
import { textMember } from '#core/jrm/placedValue';
import type { DocumentContext, JobContext } from '../languageContext';
import type { TextFile } from '../textFile';
import { rangeIn } from './jrmPlace';
import type { JrmPlace } from './jrmPlace';
import { tableFiles } from './jrmSurroundings';

/** Links to sources and copied files, where they can exist on this machine, and to the folder's drive infos. */
export function jrmLinks<P>(context: DocumentContext<TextFile<JrmReading<P>>>): DocumentLink[] {
  const { parsed } = context.model;
  return parsed.members.flatMap(({ name, first }) =>
    first.flatMap(({ value }) => {
      const field = value.members.find((member) => member.name === linkedFields[name])?.value;
      return field?.type === 'text'
        ? linkOf(context, name, field.value as string, () => parsed.rangeOf(field.place))
        : [];
    }),
  );
}

/** For each list, the field of its records that names a file. */
const linkedFields: Readonly<Record<string, string | undefined>> = {
  Drives: 'DriveId',
  DataMapping: 'SourcePath',
  Checksums: 'FilePath',
};

/** The link for such a field; none where it leads nowhere. */
function linkOf(
  { paths, folder, localize }: JobContext,
  list: string,
  text: string,
  range: () => Range,
): DocumentLink[] {
  if (text === '') return [];
  const link = (target: string | undefined, tooltip: string) =>
    target === undefined ? [] : [{ range: range(), target, tooltip }];
  if (list === 'DataMapping') return link(paths.toUri(text), localize('Open the source'));
  if (list === 'Checksums') return link(paths.toUri(text), localize('Open the file that was copied'));
  const name = folder?.names.find((candidate) => candidate.toLowerCase() === `${text}.xml`.toLowerCase());
  return link(name === undefined ? undefined : folder?.uriOf(name), localize('Open the drive information file'));
}

/** From a mapping to its dataset record, from a drive to its driveset record, and from a drive's id to the drive. */
export async function jrmDefinition<P>(
  { uri, model, job, run }: DocumentContext<TextFile<JrmReading<P>>>,
  place: JrmPlace | undefined,
): Promise<LocationLink[] | Location[] | null> {
  if (!place) return null;
  const { list, member, value, record } = place;
  if (!record) return null;
  if ((list === 'Checksums' && member?.name === 'DriveId') || (list === 'DataMapping' && member?.name === 'Drives')) {
    const drive = value?.type === 'text' ? driveRange(model.parsed, value.value as string) : undefined;
    return drive && value
      ? [
          {
            originSelectionRange: rangeIn(model, value.place),
            targetUri: uri,
            targetRange: drive,
            targetSelectionRange: drive,
          },
        ]
      : null;
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
  return (
    sources?.find(source).map((found): Location => ({ uri: found.dataset.file, range: sourceRange(found) })) ?? null
  );
}

/** Where a drive of the JRM has its id. */
function driveRange<P>(read: JrmReading<P>, id: string): Range | undefined {
  const drive = read.drives.find(({ value }) => textMember(value, 'DriveId') === id);
  return drive && read.fieldRange(drive, 'DriveId');
}
