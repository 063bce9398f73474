import type { Localize } from '#core/text/localize';
import { JRM_ROOT_FOLDER } from '../../../../server/src/protocol/jrm';
import type {
  JrmBlock,
  JrmChecksumDetails,
  JrmChildren,
  JrmContainerSummary,
  JrmDriveSummary,
  JrmEntry,
  JrmMappingSummary,
  JrmPlace,
  JrmSeal,
  JrmSummary,
} from '../../../../server/src/protocol/jrm';
import type { LazyTreeNode, NodePlace } from '../../views/treeNode';
import type { Words } from '../../webview/words';

/** What the nodes of a JRM need besides its summary. */
export interface JrmAccess {
  children(
    folder: number,
    block?: { readonly start: number; readonly count: number },
  ): Promise<JrmChildren | undefined>;
  checksum(file: number): Promise<JrmChecksumDetails | undefined>;
  locate(place: JrmPlace): Promise<NodePlace | undefined>;
  /** The key of a drive, as long as the user has it shown. */
  shownKey(drive: JrmDriveSummary): string | undefined;
}

/** A node of a JRM, with what its commands need to find their drive. */
export interface JrmNode extends LazyTreeNode {
  /** URI of the JRM. */
  readonly jrm: string;
  readonly drive?: JrmDriveSummary;
  readonly children?: () => readonly JrmNode[] | Promise<readonly JrmNode[]>;
}

/** Characters in a bar that shows how full a drive is. */
const BAR_LENGTH = 10;

/** The sections of a JRM: job, drives, mapping, checksums, integrity. */
export class JrmNodes {
  private readonly localize: Localize;

  constructor(
    private readonly summary: JrmSummary,
    private readonly access: JrmAccess,
    private readonly words: Words,
    /** The filter of the checksums. */
    private readonly filter: { readonly text: string; readonly files: number } | undefined,
  ) {
    this.localize = words.localize;
  }

  get sections(): JrmNode[] {
    return [this.job(), this.drives(), this.mapping(), this.checksums(), this.integrity()];
  }

  private job(): JrmNode {
    const { job } = this.summary;
    const names = ['JobId', 'CustomerName', 'SessionId', 'CreationDate', 'Version'];
    const titles: Readonly<Record<string, string>> = {
      JobId: this.localize('Job'),
      CustomerName: this.localize('Customer'),
      SessionId: this.localize('Session'),
      CreationDate: this.localize('Created'),
      Version: this.localize('Version'),
    };
    const children = names
      .filter((name) => job[name] !== undefined)
      .map((name) => this.fact(`job/${name}`, titles[name]!, job[name]!, { kind: 'member', name }));
    return this.section('job', this.localize('Job Information'), job['JobId'] ?? '', 'briefcase', children, true);
  }

  private drives(): JrmNode {
    const { drives } = this.summary;
    return this.section(
      'drives',
      this.localize('Drives'),
      this.count(drives.length),
      'server',
      drives.map((drive) => this.drive(drive)),
      true,
      { kind: 'member', name: 'Drives' },
    );
  }

  private drive(drive: JrmDriveSummary): JrmNode {
    const id = driveNodeId(drive);
    const name = drive.letter === undefined ? drive.driveId : this.localize('Drive {0}', drive.letter);
    const description = [this.capacity(drive), drive.letter === undefined ? '' : drive.driveId]
      .filter(Boolean)
      .join(' · ');
    return {
      ...this.node(id, name, description, 'jrm.drive', 'vm', this.record('Drives', drive.index)),
      spoken: [name, drive.driveId, this.capacityInWords(drive), this.filesText(drive.files, drive.bytes)].join(', '),
      value: drive.driveId,
      drive,
      children: () => this.driveFacts(id, drive),
    };
  }

  private driveFacts(id: string, drive: JrmDriveSummary): JrmNode[] {
    const fact = (field: string, title: string, value: string | undefined): JrmNode[] =>
      value === undefined ? [] : [this.fact(`${id}/${field}`, title, value, this.record('Drives', drive.index, field))];
    return [
      ...fact('DriveId', this.localize('Drive ID'), drive.driveId),
      ...fact('DriveLetter', this.localize('Letter'), drive.letter),
      this.key(id, drive),
      ...(drive.capacity === undefined
        ? []
        : [
            this.fact(
              `${id}/Capacity`,
              this.localize('Capacity'),
              this.capacityInWords(drive),
              this.record('Drives', drive.index, 'Capacity'),
            ),
          ]),
      this.fact(`${id}/files`, this.localize('Files'), this.filesText(drive.files, drive.bytes)),
      ...fact('VolumeLabel', this.localize('Volume label'), drive.label),
      ...fact('VolumeId', this.localize('Volume'), drive.volumeId),
      ...fact('EncryptionMethod', this.localize('Encryption'), drive.encryption),
      ...fact('ManifestFile', this.localize('Manifest'), drive.manifestFile),
      ...fact('ManifestHash', this.localize('MD5 of the manifest'), drive.manifestHash),
    ];
  }

  private key(id: string, drive: JrmDriveSummary): JrmNode {
    const shown = this.access.shownKey(drive);
    const label = this.localize('BitLocker key');
    const text = shown === undefined ? drive.maskedKey : this.localize('shown');
    const problem = drive.keySound ? '' : this.localize('not a valid BitLocker key');
    const hint = shown === undefined ? this.localize('hidden') : this.localize('shown');
    return {
      // A different id while the key is shown, because VS Code keeps a node collapsed that had no children before.
      ...this.node(
        shown === undefined ? `${id}/key` : shownKeyNodeId(id),
        label,
        [text, problem].filter(Boolean).join(' · '),
        shown === undefined ? 'jrm.key.masked' : 'jrm.key.shown',
        'key',
        this.record('Drives', drive.index, 'BitLockerKey'),
      ),
      // Reads the key aloud only while it is shown, and never the dots of the mask.
      spoken: [label, hint, shown ?? this.localize('ends with {0}', drive.maskedKey.slice(-6)), problem]
        .filter(Boolean)
        .join(', '),
      value: drive.maskedKey,
      drive,
      // In two rows: a single one would be cut off in a side bar of usual width, and a key is useless without its end.
      ...(shown !== undefined && {
        isOpen: true,
        children: () =>
          halvesOf(shown).map((half, index) => ({
            ...this.node(`${id}/key/${index}`, half, '', 'jrm.keyPart', 'blank'),
            drive,
          })),
      }),
    };
  }

  private mapping(): JrmNode {
    const { containers } = this.summary;
    return this.section(
      'mapping',
      this.localize('Data Mapping'),
      this.localize('containers: {0}', this.count(containers.length)),
      'references',
      containers.map((container) => this.container(container)),
      true,
      {
        kind: 'member',
        name: 'DataMapping',
      },
    );
  }

  private container(container: JrmContainerSummary): JrmNode {
    const id = `mapping/${container.name}`;
    const name = container.name === '' ? this.localize('(no container)') : container.name;
    return {
      ...this.node(id, name, this.filesText(container.files, container.bytes), 'jrm.container', 'archive'),
      value: container.name,
      children: () => container.mappings.map((mapping) => this.mappingNode(id, mapping)),
    };
  }

  private mappingNode(
    parent: string,
    { index, source, path, blobType, disposition, drives }: JrmMappingSummary,
  ): JrmNode {
    const target = path === undefined ? '' : `→ ${path}`;
    const details = [target, blobType, disposition, drives.join(', ')].filter(Boolean).join(' · ');
    return {
      ...this.node(
        `${parent}/${index}`,
        source,
        details,
        'jrm.mapping',
        'arrow-right',
        this.record('DataMapping', index),
      ),
      value: source,
    };
  }

  private checksums(): JrmNode {
    const { checksums, bytes, state } = this.summary;
    const all = this.filesText(checksums, bytes);
    const description =
      state === 'reading'
        ? this.localize('{0}, still being read', all)
        : this.filter
          ? this.localize('{0} of {1}', this.count(this.filter.files), all)
          : all;
    // The id depends on the filter, so that matches are expanded even if the node was collapsed before.
    const id = this.filter ? `checksums:${this.filter.text}` : 'checksums';
    const node = this.node(id, this.localize('Checksums'), description, 'jrm.section.checksums', 'file-submodule', {
      kind: 'member',
      name: 'Checksums',
    });
    return { ...node, children: () => this.folder(id, JRM_ROOT_FOLDER), isOpen: this.filter !== undefined };
  }

  private async folder(parent: string, folder: number, block?: JrmBlock): Promise<JrmNode[]> {
    const answer = await this.access.children(folder, block);
    if (!answer) return [];
    if (answer.blocks) return answer.blocks.map((each) => this.block(parent, folder, each));
    return answer.entries.map((entry) => this.entry(parent, entry));
  }

  /** The node for a part of a folder that is too large for one list. */
  private block(parent: string, folder: number, block: JrmBlock): JrmNode {
    const { start, count, first, last } = block;
    const label = `${this.count(start + 1)} – ${this.count(start + count)}`;
    return {
      ...this.node(`${parent}#${start}`, label, `${first} … ${last}`, 'jrm.block', 'list-unordered'),
      spoken: this.localize(
        '{0} to {1}, from {2} to {3}',
        this.count(start + 1),
        this.count(start + count),
        first,
        last,
      ),
      children: () => this.folder(parent, folder, block),
    };
  }

  private entry(parent: string, entry: JrmEntry): JrmNode {
    const id = `${parent}/${entry.name}`;
    if (entry.kind === 'folder') {
      return {
        ...this.node(id, entry.name, this.filesText(entry.files, entry.bytes), 'jrm.folder', 'folder'),
        value: entry.name,
        children: () => this.folder(id, entry.id),
      };
    }
    // A path may have a checksum on each of several drives.
    const fileId = `${id}:${entry.id}`;
    const size = entry.size === undefined ? '' : this.words.quantities.size(entry.size);
    return {
      ...this.node(fileId, entry.name, size, 'jrm.checksum', 'file', { kind: 'checksum', file: entry.id }),
      value: entry.name,
      children: () => this.details(fileId, entry.id),
    };
  }

  private async details(id: string, file: number): Promise<JrmNode[]> {
    const details = await this.access.checksum(file);
    if (!details) return [];
    const place: JrmPlace = { kind: 'checksum', file };
    const fact = (key: string, title: string, value: string | undefined): JrmNode[] =>
      value === undefined ? [] : [this.fact(`${id}/${key}`, title, value, place)];
    return [
      ...fact('sha256', 'SHA-256', details.sha256),
      ...fact('path', this.localize('Path'), details.filePath),
      ...fact('size', this.localize('Size'), details.size === undefined ? undefined : this.bytesText(details.size)),
      ...fact('drive', this.localize('Drive'), details.driveId),
      ...fact('blob', this.localize('Blob'), details.blobPath),
    ];
  }

  private integrity(): JrmNode {
    const { seal, verified, unreadableLine, fromEditor } = this.summary;
    const children: JrmNode[] = [];
    const line = (key: string, icon: string, label: string, description: string): void => {
      children.push({
        ...this.node(
          `integrity/${key}`,
          label,
          description,
          `jrm.${key}`,
          icon,
          key === 'seal' ? { kind: 'member', name: 'Seal' } : undefined,
        ),
        value: description,
      });
    };
    const [icon, verdict] = sealWords(seal, this.localize);
    line('seal', icon, this.localize('Seal'), verdict);
    line(
      'verified',
      verified === undefined ? 'question' : 'pass',
      this.localize('Read back'),
      verified ?? this.localize('unknown: the journal next to the JRM does not say'),
    );
    if (unreadableLine !== undefined)
      line(
        'unreadable',
        'error',
        this.localize('Not readable'),
        this.localize('line {0}: parts of it or of what follows may not be shown', unreadableLine + 1),
      );
    if (fromEditor) line('editor', 'edit', this.localize('Text'), this.localize('as it stands in the editor'));
    return this.section('integrity', this.localize('Integrity'), verdict, icon, children, true);
  }

  private section(
    id: string,
    label: string,
    description: string,
    icon: string,
    children: readonly JrmNode[],
    isOpen: boolean,
    place?: JrmPlace,
  ): JrmNode {
    return { ...this.node(id, label, description, `jrm.section.${id}`, icon, place), isOpen, children: () => children };
  }

  private fact(id: string, label: string, value: string, place?: JrmPlace): JrmNode {
    return { ...this.node(id, label, value, 'jrm.fact', 'symbol-field', place), value, tooltip: value };
  }

  private node(
    id: string,
    label: string,
    description: string,
    context: string,
    icon: string,
    place?: JrmPlace,
  ): JrmNode {
    return {
      id,
      jrm: this.summary.uri,
      label,
      description,
      context,
      icon,
      ...(place && { locate: () => this.access.locate(place) }),
    };
  }

  private record(list: 'Drives' | 'DataMapping', index: number, field?: string): JrmPlace {
    return { kind: 'record', list, index, ...(field !== undefined && { field }) };
  }

  private count(number: number): string {
    return this.words.quantities.count(number);
  }

  private filesText(files: number, bytes: number): string {
    return this.localize('files: {0}, {1}', this.count(files), this.words.quantities.size(bytes));
  }

  private bytesText(bytes: number): string {
    return bytes < 1000
      ? this.words.quantities.size(bytes)
      : this.localize('{0} ({1} bytes)', this.words.quantities.size(bytes), this.count(bytes));
  }

  /** How full a drive is, as a bar of characters and a number, such as `███████░░░ 72%`. */
  private capacity({ capacity, usedBytes }: JrmDriveSummary): string {
    if (capacity === undefined || capacity === 0) return '';
    const part = (usedBytes ?? 0) / capacity;
    const full = Math.max(0, Math.min(BAR_LENGTH, Math.round(part * BAR_LENGTH)));
    return this.localize(
      '{0} {1} of {2}',
      '█'.repeat(full) + '░'.repeat(BAR_LENGTH - full),
      this.words.quantities.percent(part),
      this.words.quantities.size(capacity),
    );
  }

  private capacityInWords({ capacity, usedBytes }: JrmDriveSummary): string {
    if (capacity === undefined || capacity === 0) return this.localize('capacity unknown');
    const { quantities } = this.words;
    if (usedBytes === undefined) return quantities.size(capacity);
    return this.localize(
      '{0} of {1} in use, {2}',
      quantities.size(usedBytes),
      quantities.size(capacity),
      quantities.percent(usedBytes / capacity),
    );
  }
}

/** The icon and the words for a verdict. */
export function sealWords(seal: JrmSeal, localize: Localize): readonly [icon: string, words: string] {
  switch (seal) {
    case 'checking':
      return ['sync', localize('the seal is being checked')];
    case 'sound':
      return ['verified', localize('sealed and not changed since')];
    case 'broken':
      return ['error', localize('changed after it was sealed')];
    case 'absent':
      return ['question', localize('no seal: it is not possible to tell whether it was changed')];
    case 'unreadable':
      return ['error', localize('not fully readable, so the seal cannot be checked')];
  }
}

function driveNodeId({ index }: JrmDriveSummary): string {
  return `drives/${index}`;
}

function shownKeyNodeId(driveNode: string): string {
  return `${driveNode}/key/shown`;
}

/** The ids of the nodes on the way to a drive's shown key, and its own. */
export function pathToShownKey(drive: JrmDriveSummary): readonly string[] {
  const driveNode = driveNodeId(drive);
  return ['drives', driveNode, shownKeyNodeId(driveNode)];
}

/** A recovery key in two parts of four groups each. */
function halvesOf(key: string): string[] {
  const groups = key.split('-');
  const middle = Math.ceil(groups.length / 2);
  return [`${groups.slice(0, middle).join('-')}-`, groups.slice(middle).join('-')].filter((half) => half !== '');
}
