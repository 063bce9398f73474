import { sentence } from '../../language/sentence';
import { DiskListError } from './attachedDisk';
import type { AttachedDisk, MountedVolume } from './attachedDisk';
import { runPowershell } from './powershell';

/** Asks for disks, partitions and volumes at once, and answers with one JSON object. Windows PowerShell 5.1. */
const script = [
  `$ErrorActionPreference = 'Stop'`,
  `$ProgressPreference = 'SilentlyContinue'`,
  `[Console]::OutputEncoding = New-Object System.Text.UTF8Encoding $false`,
  `try { ${[
    `$disks = @(Get-Disk | Select-Object Number, FriendlyName, SerialNumber, Size, LogicalSectorSize, @{ n = 'BusType'; e = { [string]$_.BusType } }, IsBoot, IsSystem, IsOffline, IsReadOnly)`,
    `$partitions = @(Get-Partition | Select-Object DiskNumber, PartitionNumber, @{ n = 'DriveLetter'; e = { [string]$_.DriveLetter } }, AccessPaths)`,
    `$volumes = @(Get-Volume | Select-Object @{ n = 'DriveLetter'; e = { [string]$_.DriveLetter } }, Path, FileSystem, SizeRemaining)`,
    `$pageFiles = @(Get-CimInstance -ClassName Win32_PageFileUsage | ForEach-Object { $_.Name })`,
    `ConvertTo-Json -InputObject @{ disks = $disks; partitions = $partitions; volumes = $volumes; pageFiles = $pageFiles } -Depth 5 -Compress`,
  ].join('; ')} } catch { [Console]::Error.WriteLine($_.Exception.Message); exit 1 }`,
  '',
].join('\n');

/** What the script tells of a disk (`MSFT_Disk`). */
interface DiskAnswer {
  readonly Number: number;
  readonly FriendlyName?: string | null;
  readonly SerialNumber?: string | null;
  readonly Size: number;
  readonly LogicalSectorSize?: number;
  readonly BusType?: string | number;
  readonly IsBoot?: boolean | null;
  readonly IsSystem?: boolean | null;
  readonly IsReadOnly?: boolean | null;
}

/** Of a partition (`MSFT_Partition`). */
interface PartitionAnswer {
  readonly DiskNumber: number;
  readonly DriveLetter?: string | null;
  /** Drive letters and folders where it is mounted, and the name of its volume. */
  readonly AccessPaths?: unknown;
}

/** Of a volume (`MSFT_Volume`). */
interface VolumeAnswer {
  readonly DriveLetter?: string | null;
  /** `\\?\Volume{…}\` */
  readonly Path?: string | null;
  readonly FileSystem?: string | null;
  readonly SizeRemaining?: number | null;
}

/** What Windows calls the buses, by the number that stands for each. */
const busTypes: readonly string[] =
  'Unknown,SCSI,ATAPI,ATA,1394,SSA,Fibre Channel,USB,RAID,iSCSI,SAS,SATA,SD,MMC,MAX,File Backed Virtual,Storage Spaces,NVMe'.split(
    ',',
  );
/** Those that are called otherwise here. */
const busNames: Readonly<Record<string, string>> = { '1394': 'firewire', 'file backed virtual': 'virtual disk' };
const removableBuses: ReadonlySet<string> = new Set(['usb', 'sd', 'firewire']);

/** The disks of this Windows, by their numbers. @throws DiskListError, and the signal's reason where it is aborted */
export async function windowsDisks(signal: AbortSignal): Promise<AttachedDisk[]> {
  return parseWindowsDisks(await runPowershell(script, signal));
}

/** The disks in an answer of the script. Drives without a medium are left out. @throws DiskListError */
export function parseWindowsDisks(answer: string): AttachedDisk[] {
  const { disks, partitions, volumes, pageFiles } = answerIn(answer);
  const volumesByPath = new Map(volumes.map((volume) => [volume.Path ?? '', volume]));
  const volumesByLetter = new Map(volumes.map((volume) => [letterOf(volume.DriveLetter), volume]));
  return disks
    .filter(({ Number: number, Size }) => Number.isInteger(number) && Size > 0)
    .sort((one, other) => one.Number - other.Number)
    .map((disk) => {
      const mounted = partitions
        .filter(({ DiskNumber }) => DiskNumber === disk.Number)
        .flatMap((partition) => {
          const paths = listIn(partition.AccessPaths).filter((path) => typeof path === 'string');
          const letter = letterOf(partition.DriveLetter);
          const volume =
            paths.map((path) => volumesByPath.get(path)).find((one) => one !== undefined) ??
            (letter === undefined ? undefined : volumesByLetter.get(letter));
          const places = paths.filter((path) => !path.startsWith('\\\\?\\'));
          if (places.length === 0 && letter !== undefined) places.push(`${letter}:\\`);
          return places.map((place) => mountedVolume(place, volume));
        });
      return attachedDisk(disk, mounted, pageFiles);
    });
}

function attachedDisk(disk: DiskAnswer, volumes: readonly MountedVolume[], pageFiles: readonly string[]): AttachedDisk {
  const model = textIn(disk.FriendlyName);
  const serial = textIn(disk.SerialNumber);
  const bus = busOf(disk.BusType);
  const letters = volumes.map(({ mountPoint }) => mountPoint);
  const isOn = (file: string) => letters.some((place) => file.toLowerCase().startsWith(place.toLowerCase()));
  return {
    path: `\\\\.\\PhysicalDrive${disk.Number}`,
    length: disk.Size,
    logicalSectorBytes: disk.LogicalSectorSize ?? 512,
    readOnly: disk.IsReadOnly === true,
    isRemovable: bus !== undefined && removableBuses.has(bus),
    volumes,
    systemParts: [
      ...(disk.IsBoot === true ? ['Windows'] : []),
      ...(disk.IsSystem === true ? [sentence`the boot partition`] : []),
      ...pageFiles.filter(isOn),
    ],
    uses: [],
    ...(model === undefined ? {} : { model }),
    ...(serial === undefined ? {} : { serial }),
    ...(bus === undefined ? {} : { bus }),
  };
}

function mountedVolume(mountPoint: string, volume: VolumeAnswer | undefined): MountedVolume {
  const fileSystem = textIn(volume?.FileSystem);
  const free = volume?.SizeRemaining;
  return {
    mountPoint,
    ...(fileSystem === undefined ? {} : { fileSystem }),
    // A volume that is locked tells none.
    ...(typeof free === 'number' && fileSystem !== undefined ? { freeBytes: free } : {}),
  };
}

function busOf(type: string | number | undefined): string | undefined {
  const name = (
    typeof type === 'number' || /^\d{1,2}$/.test(type ?? '') ? busTypes[Number(type)] : type
  )?.toLowerCase();
  return name === undefined || name === '' || name === 'unknown' ? undefined : (busNames[name] ?? name);
}

/** Upper case; undefined of a volume that has none, for which Windows writes a zero. */
function letterOf(text: string | null | undefined): string | undefined {
  return /^[A-Za-z]$/.test(text ?? '') ? text!.toUpperCase() : undefined;
}

function textIn(text: string | null | undefined): string | undefined {
  const trimmed = (text ?? '').trim();
  return trimmed === '' ? undefined : trimmed;
}

interface Answer {
  readonly disks: DiskAnswer[];
  readonly partitions: PartitionAnswer[];
  readonly volumes: VolumeAnswer[];
  readonly pageFiles: string[];
}

function answerIn(text: string): Answer {
  let answer: unknown;
  try {
    answer = JSON.parse(text.replace(/^\ufeff/, '').trim());
  } catch (error) {
    throw unknownAnswer(text, error);
  }
  if (typeof answer !== 'object' || answer === null || !('disks' in answer)) throw unknownAnswer(text);
  const { disks, partitions, volumes, pageFiles } = answer as Record<string, unknown>;
  return {
    disks: objectsIn<DiskAnswer>(disks),
    partitions: objectsIn<PartitionAnswer>(partitions),
    volumes: objectsIn<VolumeAnswer>(volumes),
    pageFiles: listIn(pageFiles).filter((file) => typeof file === 'string'),
  };
}

function unknownAnswer(text: string, cause?: unknown): DiskListError {
  const beginning = text.trim().slice(0, 200);
  return new DiskListError(
    sentence`Windows PowerShell did not answer with a list of disks: "${beginning}". Run this command again.`,
    { cause },
  );
}

function objectsIn<T extends object>(value: unknown): T[] {
  return listIn(value).filter((item): item is T => typeof item === 'object' && item !== null);
}

/** PowerShell 5.1 writes a list of one as that one, and some lists as an object with "value" and "Count". */
function listIn(value: unknown): unknown[] {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) return value;
  if (typeof value === 'object' && 'value' in value && 'Count' in value) return listIn(value.value);
  return [value];
}
