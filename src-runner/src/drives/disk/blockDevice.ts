import { existsSync, readFileSync, readdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { sentence } from '../../language/sentence';
import type { AttachedDisk, MountedVolume } from './attachedDisk';

/** What Linux knows of a block device. */
export interface BlockDevice extends AttachedDisk {
  readonly isPartition: boolean;
}

/** Where the kernel and udev keep their information; tests use other directories. */
export interface SystemRoots {
  readonly sys: string;
  readonly proc: string;
  readonly udev: string;
}

const systemRoots: SystemRoots = { sys: '/sys', proc: '/proc', udev: '/run/udev/data' };

/** Mount points without which the system would not run. */
const systemMountPoints: ReadonlySet<string> = new Set(['/', '/usr', '/var', '/boot', '/boot/efi', '/efi']);
/** What is no disk of its own: memory, what is made of other devices, optical and floppy drives, and a card's inner parts. */
const noDisk = /^(ram|zram|dm-|md|sr|fd|mtdblock|mmcblk\d+(boot|rpmb|gp))/;
/** How a device is attached, by its place in sysfs. */
const busPlaces: readonly (readonly [bus: string, place: RegExp])[] = [
  ['usb', /\/usb\d+\//],
  ['firewire', /\/fw\d+[./]/],
  ['nvme', /\/nvme\d*\//],
  ['mmc', /\/mmc_host\//],
  ['ata', /\/ata\d+\//],
  ['iscsi', /\/session\d+\//],
  ['sas', /\/end_device-/],
  ['virtio', /\/virtio\d+\//],
  ['scsi', /\/host\d+\//],
];

/** What Linux knows of the block device `number` (`8:16`); undefined if there is no sysfs or no such device. */
export function linuxBlockDevice(number: string, roots: SystemRoots = systemRoots): BlockDevice | undefined {
  const { sys, proc, udev } = roots;
  const link = join(sys, 'dev/block', number);
  if (!existsSync(link)) return undefined;
  const folder = realpathSync(link);
  const fact = (path: string) => nonEmpty(textOf(join(folder, path)).trim());
  const isPartition = existsSync(join(folder, 'partition'));
  const parts = isPartition ? [] : listOf(folder).filter((name) => existsSync(join(folder, name, 'partition')));
  const nodes = [
    nodeAt(folder, number),
    ...parts.map((part) => nodeAt(join(folder, part), textOf(join(folder, part, 'dev')).trim())),
  ];
  const mounts = mountsIn(textOf(join(proc, 'self/mountinfo')));
  const swaps = textOf(join(proc, 'swaps'));
  const record = textOf(join(udev, `b${number}`));
  const bus = busOf(folder, fact('device/type'), record);
  const mounted = mountedFrom(nodes, mounts);
  const model = modelOf(fact, record, bus);
  const serial =
    propertyOf(record, 'ID_SERIAL_SHORT') ?? fact('device/serial') ?? (bus === 'virtio' ? fact('serial') : undefined);
  return {
    path: `/dev/${nodes[0]!.name}`,
    length: Number(fact('size') ?? 0) * 512,
    logicalSectorBytes: Number(fact(isPartition ? '../queue/logical_block_size' : 'queue/logical_block_size')) || 512,
    readOnly: fact('ro') === '1',
    isRemovable: fact('removable') === '1' || bus === 'usb' || bus === 'sd' || bus === 'firewire',
    isPartition,
    volumes: mounted.map(({ mountPoint, fileSystem }) => ({ mountPoint, fileSystem })),
    systemParts: mounted.map(({ mountPoint }) => mountPoint).filter((place) => systemMountPoints.has(place)),
    uses: nodes.flatMap((node) => usesOf(node, mounts, swaps)),
    ...(model === undefined ? {} : { model }),
    ...(serial === undefined ? {} : { serial }),
    ...(bus === undefined ? {} : { bus }),
  };
}

/** The whole disks of this system, by their paths. Drives without a medium, and loop devices without a file, are left out. */
export function linuxDisks(roots: SystemRoots = systemRoots): BlockDevice[] {
  return listOf(join(roots.sys, 'dev/block'))
    .flatMap((number) => linuxBlockDevice(number, roots) ?? [])
    .filter(
      ({ path, length, isPartition, bus, model }) =>
        !isPartition &&
        length > 0 &&
        !noDisk.test(path.slice('/dev/'.length)) &&
        (bus !== 'loop' || model !== undefined),
    )
    .sort((one, other) => one.path.localeCompare(other.path, 'en', { numeric: true }));
}

/** A disk or a partition, as the kernel has it. */
interface DeviceNode {
  readonly folder: string;
  /** `8:17` */
  readonly number: string;
  /** Below `/dev`. */
  readonly name: string;
}

function nodeAt(folder: string, number: string): DeviceNode {
  const name = nonEmpty(/^DEVNAME=(.*)$/m.exec(textOf(join(folder, 'uevent')))?.[1] ?? '') ?? number;
  return { folder, number, name };
}

interface Mount extends Required<Omit<MountedVolume, 'freeBytes'>> {
  readonly number: string;
  /** What was named when it was mounted. Btrfs has a number that is no device's. */
  readonly source: string;
}

function mountsIn(mountinfo: string): Mount[] {
  return mountinfo.split('\n').flatMap((line) => {
    const [own = '', of = ''] = line.split(' - ');
    const [, , number = '', , mountPoint = ''] = own.split(' ');
    const [fileSystem = '', source = ''] = of.split(' ');
    return number === ''
      ? []
      : [{ number, mountPoint: unescapeOctal(mountPoint), fileSystem, source: unescapeOctal(source) }];
  });
}

const isOf = ({ number, name }: DeviceNode, mount: Mount): boolean =>
  mount.number === number || mount.source === `/dev/${name}`;

/** What is mounted from devices, and from those that are made of them. */
function mountedFrom(nodes: readonly DeviceNode[], mounts: readonly Mount[]): Mount[] {
  const found = new Map<string, Mount>();
  const known = new Set<string>();
  const look = (node: DeviceNode): void => {
    if (known.has(node.folder)) return;
    known.add(node.folder);
    for (const mount of mounts) if (isOf(node, mount)) found.set(mount.mountPoint, mount);
    for (const holder of listOf(join(node.folder, 'holders'))) {
      const folder = join(node.folder, 'holders', holder);
      const number = textOf(join(folder, 'dev')).trim();
      if (number !== '') look(nodeAt(realpathSync(folder), number));
    }
  };
  nodes.forEach(look);
  return [...found.values()];
}

function usesOf(node: DeviceNode, mounts: readonly Mount[], swaps: string): string[] {
  const { folder, name } = node;
  const uses = mounts
    .filter((mount) => isOf(node, mount))
    .map(({ mountPoint }) => sentence`/dev/${name} is mounted at ${mountPoint}`);
  if (swaps.split('\n').some((line) => line.split(/\s/)[0] === `/dev/${name}`))
    uses.push(sentence`/dev/${name} is swap space`);
  for (const holder of listOf(join(folder, 'holders'))) uses.push(sentence`/dev/${name} is part of ${holder}`);
  return uses;
}

function busOf(folder: string, cardType: string | undefined, record: string): string | undefined {
  if (existsSync(join(folder, 'loop')) || /\/loop\d+$/.test(folder)) return 'loop';
  const bus = busPlaces.find(([, place]) => place.test(folder))?.[0];
  if (bus === 'ata') return propertyOf(record, 'ID_ATA_SATA') === '1' ? 'sata' : 'ata';
  if (bus === 'mmc') return cardType === 'SD' ? 'sd' : 'mmc';
  return bus ?? propertyOf(record, 'ID_BUS');
}

function modelOf(
  fact: (path: string) => string | undefined,
  record: string,
  bus: string | undefined,
): string | undefined {
  if (bus === 'loop') return fact('loop/backing_file');
  const model = encodedProperty(record, 'ID_MODEL_ENC') ?? fact('device/model') ?? fact('device/name');
  const vendor = bus === 'usb' ? (encodedProperty(record, 'ID_VENDOR_ENC') ?? fact('device/vendor')) : undefined;
  return nonEmpty([vendor, model].filter((part) => part !== undefined).join(' '));
}

function propertyOf(udevRecord: string, name: string): string | undefined {
  return new RegExp(`^E:${name}=(.+)$`, 'm').exec(udevRecord)?.[1];
}

/** udev writes spaces and the like as `\x20` where it keeps a text as it is. */
function encodedProperty(udevRecord: string, name: string): string | undefined {
  const text = propertyOf(udevRecord, name)?.replace(/\\x([0-9a-f]{2})/gi, (_whole, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
  return text === undefined ? undefined : nonEmpty(text.trim());
}

/** The kernel escapes spaces and similar characters in mount points: a space is `\040`. */
function unescapeOctal(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_whole, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));
}

function nonEmpty(text: string): string | undefined {
  return text === '' ? undefined : text;
}

/** The text of a file, or an empty one if the file is missing, which means that the fact is unknown. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function listOf(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
