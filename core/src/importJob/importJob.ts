import type { Node } from 'jsonc-parser';
import { LONGEST_JSON } from '../limits/limits';
import { parseJsonTree, type LocatedText } from '../text/boundedJson';
import type { Span } from '../text/position';

/** What an import job says about a drive. Offsets in UTF-16 units of the file, without quotes. */
export interface ImportJobDrive {
  /** The place of the drive: that of its id, or without one, that of its key. */
  readonly place: Span;
  readonly fields: Readonly<Partial<Record<ImportJobField, LocatedText>>>;
  /** True where the file is JSON; false for a command line, which has other quotes. */
  readonly isJson: boolean;
}

/** What the service needs to know about each drive. */
export type ImportJobField = 'driveId' | 'bitLockerKey' | 'manifestFile' | 'manifestHash';

export const importJobFields: readonly ImportJobField[] = ['driveId', 'bitLockerKey', 'manifestFile', 'manifestHash'];

/** The fields by their names in `az import-export`. */
const optionsOfField: Readonly<Record<string, ImportJobField>> = {
  'drive-id': 'driveId',
  'bit-locker-key': 'bitLockerKey',
  'manifest-file': 'manifestFile',
  'manifest-hash': 'manifestHash',
};

/** No job has more drives; further ones are ignored. */
const MAX_DRIVES = 1000;

const listName = /"(?:driveList|importDiskDetailsCollection)"\s*:/i;
const fieldName = /"(?:bitLockerKey|manifestFile|manifestHash)"\s*:/i;
const azCommand = /\baz\s+import-export\s+(?:create|update)\b/;

/**
 * True for a text that creates an import job: the body of a REST call or a resource of a template, for
 * `Microsoft.ImportExport/jobs` or `Microsoft.DataBox/jobs`, or command lines of `az import-export`.
 *
 * @param name of the file: a script is not JSON, and vice versa
 */
export function isImportJob(name: string, text: string): boolean {
  if (/\.(?:json|jsonc)$/i.test(name)) return listName.test(text) && fieldName.test(text);
  return (
    /\.(?:sh|bash|zsh|ps1|cmd|bat|azcli|txt)$/i.test(name) && azCommand.test(text) && text.includes('--drive-list')
  );
}

/** The drives named in a text, in order. Computed values, such as a template's parameters or variables, are unknown. */
export function readImportJob(text: string): ImportJobDrive[] {
  const drives = /^\ufeff?\s*[{[/]/.test(text) ? drivesOfJson(text) : drivesOfCommands(text);
  return drives.slice(0, MAX_DRIVES);
}

/** Members that tell whether a job imports or exports, in both APIs. */
const typesOfJobs: ReadonlySet<string> = new Set(['jobtype', 'transfertype']);

function drivesOfJson(text: string): ImportJobDrive[] {
  const root = text.length > LONGEST_JSON ? undefined : parseJsonTree(text, [], { allowTrailingComma: true });
  const drives: ImportJobDrive[] = [];
  const visit = (node: Node | undefined): void => {
    if (node?.type === 'array') node.children?.forEach(visit);
    const members = membersOf(node);
    // The drives of an export job are empty, and the service creates their keys and manifests.
    if (
      members.some(([name, { value }]) => typesOfJobs.has(name) && typeof value === 'string' && /^export/i.test(value))
    )
      return;
    for (const [name, value] of members) {
      if (name === 'drivelist')
        for (const list of valuesOf(value))
          list.children?.filter(({ type }) => type === 'object').forEach((drive) => drives.push(driveOf(drive)));
      else if (name === 'importdiskdetailscollection')
        for (const collection of valuesOf(value))
          collection.children?.forEach((member) => drives.push(...driveOfMember(member)));
      else visit(value);
    }
  };
  visit(root);
  return drives;
}

/** The members of an object, by names in lower case: to the service, case does not matter in them. */
function membersOf(node: Node | undefined): (readonly [string, Node])[] {
  if (node?.type !== 'object') return [];
  return (node.children ?? []).flatMap(({ children: [name, value] = [] }) =>
    typeof name?.value === 'string' && value ? [[name.value.toLowerCase(), value] as const] : [],
  );
}

/** A value, or the values that a template's parameter has. */
function valuesOf(node: Node): readonly Node[] {
  const wrapped = membersOf(node).filter(([name]) => name === 'value' || name === 'defaultvalue');
  return wrapped.length === 0 ? [node] : wrapped.map(([, value]) => value);
}

function driveOf(node: Node): ImportJobDrive {
  const members = new Map(membersOf(node));
  const fields = Object.fromEntries(
    importJobFields.flatMap((field) => located(members.get(field.toLowerCase()), field)),
  );
  const { driveId } = fields as ImportJobDrive['fields'];
  return {
    place: driveId && driveId.end > driveId.start ? driveId : { start: node.offset, end: node.offset + 1 },
    fields,
    isJson: true,
  };
}

/** A disk in the newer API: its name is the drive's id. */
function driveOfMember({ children: [name, value] = [] }: Node): ImportJobDrive[] {
  if (!name || value?.type !== 'object') return [];
  const { fields } = driveOf(value);
  const [[, driveId] = []] = located(name, 'driveId');
  return [
    {
      place: driveId ?? { start: name.offset, end: name.offset + name.length },
      fields: { ...fields, ...(driveId && { driveId }) },
      isJson: true,
    },
  ];
}

/** A text as a field. An expression of a template, or anything but text, counts as an unknown value. */
function located(node: Node | undefined, field: ImportJobField): (readonly [ImportJobField, LocatedText])[] {
  if (!node || node.type === 'null') return [];
  const place = { start: node.offset, end: node.offset + node.length };
  if (node.type !== 'string') return [[field, { value: COMPUTED, ...place }]];
  const value = node.value as string;
  return [
    [field, { value: /^\[(?!\[).*\]$/s.test(value) ? COMPUTED : value, start: place.start + 1, end: place.end - 1 }],
  ];
}

/** Stands for a value known only to the service or a shell. No actual value contains this character. */
const COMPUTED = '\u0000';

/** True for a field whose value is not in the text. */
export function isComputed({ value }: LocatedText): boolean {
  return value === COMPUTED;
}

/** Words of a command line after an option: none begins with `--`, and a line continues after `\`, `` ` `` and `^`. */
const word = /(?:[ \t]|[\\`^]\r?\n)+((?:"[^"\r\n]*"|'[^'\r\n]*'|[^\s"';|&])+)/y;

function drivesOfCommands(text: string): ImportJobDrive[] {
  const drives: ImportJobDrive[] = [];
  const exports = exportCommands(text);
  for (const option of text.matchAll(/--drive-list\b/g)) {
    if (exports.some(({ start, end }) => start < option.index && option.index < end)) continue;
    const fields: Partial<Record<ImportJobField, LocatedText>> = {};
    word.lastIndex = option.index + option[0].length;
    for (let found = word.exec(text); found && !found[1]!.startsWith('--'); found = word.exec(text)) {
      const written = found[1]!;
      const [, name, quote, content] = /^["']?([a-z-]+)=(["']?)(.*)$/s.exec(written) ?? [];
      const field = name === undefined ? undefined : optionsOfField[name];
      if (field === undefined) continue;
      const end = found.index + found[0].length;
      const value = content!.replace(/["']$/, '');
      const start = end - content!.length;
      fields[field] ??= {
        value: valueInShell(value, quote === "'" || written.startsWith("'")),
        start,
        end: start + value.length,
      };
    }
    const { driveId } = fields;
    drives.push({
      place: driveId ?? { start: option.index, end: option.index + option[0].length },
      fields,
      isJson: false,
    });
  }
  return drives;
}

/** The places of commands that create export jobs. A line continues after `\\`, `` ` `` and `^`. */
function exportCommands(text: string): readonly Span[] {
  const commands = text.matchAll(/\baz\s+import-export\b(?:[^\r\n\\`^]|[\\`^](?:\r?\n)?)*/g);
  return Array.from(commands).flatMap(({ index, 0: command }) =>
    /--type[\s=]+["']?export\b/i.test(command) ? [{ start: index, end: index + command.length }] : [],
  );
}

function valueInShell(written: string, isLiteral: boolean): string {
  if (!isLiteral && /[$`]|%[^%]+%/.test(written)) return COMPUTED;
  // Shells treat backslashes differently: in the path itself they are single.
  return written.replace(/\\\\/g, '\\');
}
