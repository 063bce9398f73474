import type { Node } from 'jsonc-parser';
import { parseJsonTree } from '#core/text/boundedJson';
import type { DocumentLink, Location, Position, Range } from 'vscode-languageserver-types';
import { fieldRange, type JournalEntry } from '#core/journal/journalReading';
import { fieldValue, type JournalField } from '#core/journal/journalRecord';
import type { Localize } from '#core/text/localize';
import { contains } from '../ranges';
import type { JournalContext, JournalFile } from './journalFile';
import { readRecord, type PlacedRecord } from './journalPlace';

/** How many records are searched for paths. A journal has few besides its checkpoints. */
const MAX_RECORDS = 1000;

interface WrittenPath {
  readonly path: string;
  readonly range: Range;
  readonly tooltip: string;
}

const holdsPaths = ({ activity }: JournalEntry): boolean =>
  activity === 'PrepImportDriveCommandContext' || activity === 'CopyDrive';

/** Links to datasets, drivesets, JRM, plan, log directory and targets, where they can be on this machine. */
export function journalLinks({ model, paths, localize }: JournalContext): DocumentLink[] {
  const { entries, sessions } = model.parsed.read;
  return entries
    .filter(holdsPaths)
    .slice(0, MAX_RECORDS)
    .flatMap((entry) => {
      const placed = readRecord(model, entry);
      // The plan is deleted when the session ends.
      const state = sessions.find(({ id }) => id === entry.sessionId)?.state;
      const hasPlan = state !== 'Completed' && state !== 'Aborted';
      return placed ? writtenPaths(model, localize, placed, hasPlan) : [];
    })
    .flatMap(({ path, range, tooltip }) => {
      const target = paths.toUri(path);
      return target === undefined ? [] : [{ range, target, tooltip }];
    });
}

/** The file whose path is at the cursor. */
export function journalDefinition({ model, paths, localize }: JournalContext, position: Position): Location | null {
  const entry = model.parsed.read.entries.findLast(({ line }) => line <= position.line);
  const placed = entry && holdsPaths(entry) ? readRecord(model, entry) : undefined;
  const written = placed && writtenPaths(model, localize, placed, true).find(({ range }) => contains(range, position));
  const uri = written && paths.toUri(written.path);
  const start = { line: 0, character: 0 };
  return uri === undefined ? null : { uri, range: { start, end: start } };
}

function writtenPaths(
  model: JournalFile,
  localize: Localize,
  { record, entry }: PlacedRecord,
  hasPlan: boolean,
): WrittenPath[] {
  const field = (name: string) => record.fields.find((candidate) => candidate.name === name);
  const found: WrittenPath[] = [];
  const logDirectory = field('LogDirectory');
  if (logDirectory && !logDirectory.block)
    found.push({
      path: logDirectory.value,
      range: fieldRange(logDirectory),
      tooltip: localize('Open the log directory'),
    });
  const target = field('Target');
  if (target) found.push(...jsonPaths(model, entry, target, [[[], localize('Open the target')]]));
  const parameters = fieldValue(record, 'Parameters') === undefined ? undefined : field('Parameters');
  if (parameters) {
    found.push(
      ...jsonPaths(model, entry, parameters, [
        [['datasets'], localize('Open the dataset')],
        [['drivesets'], localize('Open the driveset')],
        [['jrm'], localize('Open the JRM')],
        ...(hasPlan ? [[['planFile'], localize('Open the plan')] as const] : []),
      ]),
    );
  }
  return found;
}

/** The texts at certain places of a JSON value. */
function jsonPaths(
  model: JournalFile,
  entry: JournalEntry,
  field: JournalField,
  places: readonly (readonly [path: readonly string[], tooltip: string])[],
): WrittenPath[] {
  const root = field.block ? undefined : parseJsonTree(field.value);
  const start = entry.start + field.start + `${field.name}: `.length;
  return places.flatMap(([path, tooltip]) => {
    const node = path.reduce<Node | undefined>((parent, name) => memberOf(parent, name), root);
    const texts = node?.type === 'array' ? (node.children ?? []) : node ? [node] : [];
    return texts.flatMap(({ type, value, offset, length }) => {
      if (type !== 'string') return [];
      // Without quotes.
      const range = { start: model.positionAt(start + offset + 1), end: model.positionAt(start + offset + length - 1) };
      return [{ path: value as string, range, tooltip }];
    });
  });
}

function memberOf(node: Node | undefined, name: string): Node | undefined {
  return node?.children?.find(({ children }) => children?.[0]?.value === name)?.children?.[1];
}
