import { FingerprintMap } from '../../dataset/fingerprintMap';
import type { Fingerprint } from '../../dataset/keyFingerprint';
import { PORTAL_JOURNAL_LIMIT } from '../../journal/portalLimit';
import { nearestValue } from '../../names/nearestValue';
import { writtenValue } from '../../rules/writtenValue';
import type { FileFinding, FileFindings, FileFix } from '../../rules/fileFinding';
import { FindingCollector } from '../../rules/findingCollector';
import { template } from '../../text/template';
import { byteCount } from '../../text/byteCount';
import type { Range } from '../../text/position';
import type { Steps } from '../../work/steps';
import { xmlText, xmlTextProblem } from '../../xml/xmlText';
import { sourceRange } from './datasetSources';
import { compareDrives } from './driveComparison';
import { textMember } from './jrmDocument';
import { sealedFixes } from './jrmFindings';
import type { JrmSurroundings } from './jrmFindings';
import { isSeal } from './jrmXmlReading';
import type { ReadJrmXml, XmlChecksum, XmlRecord } from './jrmXmlReading';
import { rootFields } from './valueRules';

/** Checksums looked at in one step. */
const STEP = 512;

/** Everything that is found in a JRM in XML: `own` is what its values and records have by themselves. */
export function* jrmXmlFindings(read: ReadJrmXml, own: FileFindings, surroundings: Omit<JrmSurroundings, 'seal'>): Steps<FileFindings> {
  const collector = new FindingCollector();
  const sealed = read.members.some(isSeal);
  const add = (finding: FileFinding) => {
    collector.add(sealed && finding.fixes && finding.code !== 'jrm/syntax' ? { ...finding, fixes: () => sealedFixes } : finding);
  };
  for (const finding of own.found) add(finding);
  for (const finding of findingsOfWhole(read)) add(finding);
  for (const finding of findingsOfDrives(read, surroundings)) add(finding);
  for (const finding of findingsOfMappings(read, surroundings)) add(finding);
  yield* findingsOfChecksums(read, add);
  return collector.findings;
}

const commands = (): readonly FileFix[] => sealedFixes;

function* findingsOfWhole({ members, root, seal, bytes }: ReadJrmXml): Generator<FileFinding> {
  if (!root) return;
  for (const { name, required } of rootFields) {
    if (required && !members.some((member) => member.name === name)) yield { code: 'jrm/missing', args: [name], ...root };
  }
  if (bytes > PORTAL_JOURNAL_LIMIT) yield { code: 'jrm/too-large', args: [byteCount(bytes), byteCount(PORTAL_JOURNAL_LIMIT)], ...root };
  const sealMember = members.find(isSeal);
  if (seal === 'broken' && sealMember) yield { code: 'jrm/modified', ...sealMember.range, fixes: commands };
}

function fieldRange({ value, extent }: XmlRecord, name: string): Range {
  return value.members.find((member) => member.name === name)?.value?.place ?? extent;
}

function* findingsOfDrives({ drives, members, seal }: ReadJrmXml, { drives: driveset }: Omit<JrmSurroundings, 'seal'>): Generator<FileFinding> {
  const seen = new Map<string, Range>();
  for (const drive of drives) {
    const id = textMember(drive.value, 'DriveId');
    const range = fieldRange(drive, 'DriveId');
    const other = id ? seen.get(id) : undefined;
    if (id && !other) seen.set(id, range);
    if (!other) continue;
    const { line } = other.start;
    yield { code: 'jrm/drive-id-duplicate', args: [String(line + 1)], ...range, related: [{ range: other, message: template('The same id'), line }] };
  }
  const list = members.find(({ name }) => name === 'Drives');
  if (!driveset || !list) return;
  const facts = drives.map((drive) => ({
    id: textMember(drive.value, 'DriveId'),
    letter: textMember(drive.value, 'DriveLetter'),
    key: textMember(drive.value, 'BitLockerKey'),
    range: (name: string) => fieldRange(drive, name),
  }));
  yield* compareDrives(facts, driveset, list.range, seal, members.some(isSeal));
}

function* findingsOfMappings({ mappings, drives, members }: ReadJrmXml, { datasets }: Omit<JrmSurroundings, 'seal'>): Generator<FileFinding> {
  const ids = new Set(drives.map(({ value }) => textMember(value, 'DriveId')));
  const hasDrives = members.some(({ name }) => name === 'Drives');
  for (const mapping of mappings) {
    const texts = mapping.value.members.find(({ name }) => name === 'Drives')?.value?.items ?? [];
    const unknown = hasDrives ? texts.find(({ value }) => !ids.has(value as string)) : undefined;
    if (unknown) yield unknownDrive(unknown.value as string, unknown.place, ids);
    const source = textMember(mapping.value, 'SourcePath');
    if (!datasets || !source) continue;
    const [record] = datasets.find(source);
    const container = textMember(mapping.value, 'DestinationContainer') ?? '';
    const found = datasets.relate({ source, container });
    if (found === 0) continue;
    if (!record) yield { code: 'jrm/mapping-not-in-dataset', args: [datasets.datasets.map(({ fileName }) => fileName).join(', ')], ...fieldRange(mapping, 'SourcePath') };
    else {
      yield {
        code: 'jrm/mapping-not-in-dataset',
        variant: 'destination',
        args: [record.dataset.fileName, record.container],
        ...fieldRange(mapping, 'DestinationContainer'),
        related: [{ file: record.dataset.file, range: sourceRange(record), message: template('The record of the source'), line: record.line }],
      };
    }
  }
}

function* findingsOfChecksums({ checksums, sources, drives, members }: ReadJrmXml, add: (finding: FileFinding) => void): Steps<void> {
  const isMapped = members.some(({ name }) => name === 'DataMapping');
  const ids = members.some(({ name }) => name === 'Drives') ? new Set(drives.map(({ value }) => textMember(value, 'DriveId'))) : undefined;
  const seen = new FingerprintMap<XmlChecksum | XmlChecksum[]>(checksums.length);
  let count = 0;
  for (const checksum of checksums) {
    if (++count % STEP === 0) yield;
    const { keys, driveId, drive } = checksum;
    if (ids && driveId !== undefined && !ids.has(driveId)) add(unknownDrive(driveId, drive!.range, ids));
    if (!keys) continue;
    const known = seen.add(keys, checksum);
    if (known) {
      const earlier = Array.isArray(known) ? known : [known];
      const duplicate = duplicateOf(checksum, earlier);
      if (duplicate) add(duplicate);
      // What is the same in everything tells nothing new to those that come.
      if (duplicate?.variant !== 'same') seen.set(keys, [...earlier, checksum]);
    }
    if (isMapped && !sources.coversAll(keys.directory) && !sources.coversFile(keys)) add({ code: 'jrm/checksum-unmapped', ...checksum.path.range });
  }
}

function unknownDrive(id: string, range: Range, ids: ReadonlySet<string | undefined>): FileFinding {
  const nearest = nearestValue(id, [...ids].filter((known) => known !== undefined && known !== '') as string[]);
  if (nearest === undefined) return { code: 'jrm/checksum-drive-unknown', ...range };
  const near = nearest.value;
  const fixes = (): readonly FileFix[] => (xmlTextProblem(near) ? [] : [{ ...writtenValue(nearest), edits: [{ range, text: xmlText(near, 'DriveId') }] }]);
  return { code: 'jrm/checksum-drive-unknown', variant: 'near', args: [near], ...range, fixes };
}

/** The same file with another hash, once for each hash, or the same in everything. */
function duplicateOf({ hash, blob, hashPlace, path }: XmlChecksum, earlier: readonly XmlChecksum[]): FileFinding | undefined {
  const first = earlier[0]!.path.range;
  const { line } = first.start;
  const place = { args: [String(line + 1)], related: [{ range: first, message: template('The same file'), line }] };
  const alike = earlier.filter((other) => isSame(other.hash, hash));
  if (alike.length === 0) return { code: 'jrm/checksum-duplicate', ...place, ...(hashPlace ?? path).range };
  return alike.some((other) => isSame(other.blob, blob)) ? { code: 'jrm/checksum-duplicate', variant: 'same', ...place, ...path.range } : undefined;
}

function isSame(one: Fingerprint, other: Fingerprint): boolean {
  return one.low === other.low && one.high === other.high;
}
