import type { ChecksumTree } from '#core/jrm/checksumTree/checksumTree';
import type { GroupTotal } from '#core/jrm/checksumTree/totals';
import { mappedTotals } from '#core/jrm/checksumTree/totals';
import type { JsonValue } from '#core/jrm/jrm';
import { isExternalKey, isRecoveryKey } from '#core/names/recoveryKey';
import { maskedBeginning, maskedRecoveryKey } from '#core/text/maskSecrets';
import type { JrmContainerSummary, JrmDriveSummary, JrmMappingSummary } from '../protocol/jrm';

type Values = Readonly<Record<string, JsonValue>>;

/**
 * The content of a JRM except its checksums. It can be incomplete or invalid, because files that are still being
 * written are read too.
 */
export class JrmHead {
  readonly #members = new Map<string, JsonValue>();

  set(name: string, value: JsonValue): void {
    this.#members.set(name, value);
  }

  /** The members whose values are texts, except the seal. */
  get job(): Readonly<Record<string, string>> {
    const texts = [...this.#members].filter(
      (member): member is [string, string] => typeof member[1] === 'string' && member[0] !== 'Seal',
    );
    return Object.fromEntries(texts.map(([name, text]) => [name, shown(text)]));
  }

  drives(totals: readonly GroupTotal[]): JrmDriveSummary[] {
    return this.#records('Drives').map((record, index) => {
      const driveId = text(record, 'DriveId') ?? '';
      const key = text(record, 'BitLockerKey') ?? '';
      const total = totals.find(({ name }) => name === driveId);
      return {
        index,
        driveId: shown(driveId),
        ...optional('letter', shownText(record, 'DriveLetter')),
        ...optional('label', shownText(record, 'VolumeLabel')),
        maskedKey: maskedRecoveryKey(key),
        keySound: isRecoveryKey(key) || isExternalKey(key),
        ...optional('volumeId', shownText(record, 'VolumeId')),
        ...optional('manifestFile', shownText(record, 'ManifestFile')),
        ...optional('manifestHash', shownText(record, 'ManifestHash')),
        ...optional('encryption', shownText(record, 'EncryptionMethod')),
        ...optional('capacity', bytes(record, 'Capacity')),
        ...optional('usedBytes', bytes(record, 'UsedBytes')),
        files: total?.files ?? 0,
        bytes: total?.bytes ?? 0,
      };
    });
  }

  /**
   * The containers named by the mappings and by the checksums' blobs.
   *
   * @param totals by the container of each checksum's blob; under an empty name for checksums that name no blob
   * @param tree of the checksums, as soon as it is available. Where no checksum names its blob, it tells which mapping
   * each file belongs to
   */
  containers(totals: readonly GroupTotal[], tree: ChecksumTree | undefined): JrmContainerSummary[] {
    const unnamed = totals.length === 1 && totals[0]!.name === '' ? totals[0]! : undefined;
    if (!unnamed) return this.#containers(totals);
    return this.#containers(tree ? this.#mapped(unnamed, tree) : []);
  }

  /**
   * The totals of containers, by the sources of their mappings; under an empty name for files that are in none of them.
   */
  #mapped(all: GroupTotal, tree: ChecksumTree): GroupTotal[] {
    const mappings = this.#records('DataMapping');
    const byName = new Map<string, GroupTotal>();
    const rest: GroupTotal = { ...all };
    mappedTotals(
      tree,
      mappings.map((record) => text(record, 'SourcePath') ?? ''),
    ).forEach(({ files, bytes }, index) => {
      const name = text(mappings[index]!, 'DestinationContainer') ?? '';
      const total = byName.get(name) ?? { name, files: 0, bytes: 0 };
      total.files += files;
      total.bytes += bytes;
      byName.set(name, total);
      rest.files -= files;
      rest.bytes -= bytes;
    });
    return rest.files > 0 && !byName.has('') ? [...byName.values(), rest] : [...byName.values()];
  }

  #containers(totals: readonly GroupTotal[]): JrmContainerSummary[] {
    const mappings = new Map<string, JrmMappingSummary[]>();
    for (const { name } of totals) mappings.set(name, []);
    this.#records('DataMapping').forEach((record, index) => {
      const container = text(record, 'DestinationContainer') ?? '';
      const drives = record['Drives'];
      const mapping = {
        index,
        source: shownText(record, 'SourcePath') ?? '',
        blobType: shownText(record, 'BlobType') ?? '',
        ...optional('path', shownText(record, 'DestinationPath')),
        ...optional('disposition', shownText(record, 'Disposition')),
        drives: isList(drives) ? drives.filter((drive) => typeof drive === 'string').map(shown) : [],
      };
      mappings.set(container, [...(mappings.get(container) ?? []), mapping]);
    });
    return [...mappings]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, list]) => {
        const total = totals.find((candidate) => candidate.name === name);
        return { name: shown(name), files: total?.files ?? 0, bytes: total?.bytes ?? 0, mappings: list };
      });
  }

  /** The unmasked key of a drive. */
  key(drive: number): { readonly driveId: string; readonly key: string } | undefined {
    const record = this.#records('Drives')[drive];
    const key = record && text(record, 'BitLockerKey');
    return key === undefined
      ? undefined
      : { driveId: shownText(record!, 'DriveId') ?? '', key: key.slice(0, LONGEST_TEXT) };
  }

  get sessionId(): string | undefined {
    const session = this.#members.get('SessionId');
    return typeof session === 'string' ? session : undefined;
  }

  #records(name: string): readonly Values[] {
    const value = this.#members.get(name);
    return isList(value)
      ? value.map((record) =>
          record !== null && typeof record === 'object' && !isList(record) ? (record as Values) : {},
        )
      : [];
  }
}

/** How much of a long text is shown, and how much of it is searched for secrets, in UTF-16 units. */
const LONGEST_TEXT = 1000;

function shown(text: string): string {
  return maskedBeginning(text, LONGEST_TEXT);
}

function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function text(record: Values, name: string): string | undefined {
  const value = Object.hasOwn(record, name) ? record[name] : undefined;
  return typeof value === 'string' ? value : undefined;
}

function shownText(record: Values, name: string): string | undefined {
  const value = text(record, name);
  return value === undefined ? undefined : shown(value);
}

function bytes(record: Values, name: string): number | undefined {
  const value = Object.hasOwn(record, name) ? record[name] : undefined;
  return typeof value === 'number' && value >= 0 ? value : undefined;
}

function optional<K extends string, V>(name: K, value: V | undefined): Partial<Record<K, V>> {
  return (value === undefined ? {} : { [name]: value }) as Partial<Record<K, V>>;
}
