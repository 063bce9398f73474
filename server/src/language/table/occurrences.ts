import type { DocumentHighlight, Location, Position, Range, TextEdit } from 'vscode-languageserver-types';
import { DocumentHighlightKind } from 'vscode-languageserver-types';
import { contentOf } from '#core/csv/fieldContent';
import { asDatasetRow } from '#core/columns/datasetColumns';
import { destinationName, namespaceOf } from '#core/dataset/destination';
import { driveLetter } from '#core/names/driveLetter';
import { containerNameProblem, rootContainer } from '#core/names/containerName';
import type { TableDocument } from '#core/table/tableDocument';
import type { Steps } from '#core/work/steps';
import { isSameName, nameAt, namesIn } from './jobNames';
import type { JobName } from './jobNames';
import type { RenamedName, RenameResult } from '../documentLanguage';
import { mappingsOfSource } from '../jrm/mappingsOfSource';
import type { MappedSource } from '../jrm/mappingsOfSource';
import type { JobTable } from '../languageContext';
import type { TableContext } from './tableFile';

/** How many lines above and below the cursor are searched for highlights. */
const HIGHLIGHT_LINES = 1000;

/** Occurrences of the name at the cursor in this file, near the cursor. */
export function documentHighlights(context: TableContext, position: Position): DocumentHighlight[] {
  const {
    model: { table },
    isCancelled,
  } = context;
  const name = nameAt(table, position);
  if (!name) return [];
  const highlights: DocumentHighlight[] = [];
  for (const range of occurrencesIn(table, name, position.line - HIGHLIGHT_LINES, position.line + HIGHLIGHT_LINES)) {
    if (isCancelled()) break;
    if (!range) continue;
    const kind = table.kind === 'driveset' ? DocumentHighlightKind.Write : DocumentHighlightKind.Read;
    highlights.push({ range, kind });
  }
  return highlights;
}

/** Occurrences of the name at the cursor in the job's files. */
export async function references(
  context: TableContext,
  position: Position,
  includeDeclaration = true,
): Promise<Location[]> {
  const name = nameAt(context.model.table, position);
  if (!name) return [];
  const declaration = includeDeclaration ? undefined : await declarationOf(context, name);
  const locations = (await context.run(all(occurrencesInTables(jobOf(context), name)))) ?? [];
  return locations.filter((location) => !declaration || !isSamePlace(location, declaration));
}

/**
 * For a drive letter its driveset row, for a container the first row that writes to it, for a source its mapping in the
 * job's JRM.
 */
export async function definition(context: TableContext, position: Position): Promise<Location | Location[] | null> {
  const name = nameAt(context.model.table, position);
  const declaration = name && (await declarationOf(context, name));
  if (declaration) return declaration;
  const source = sourceAt(context, position);
  const mappings = source ? await mappingsOfSource(context, source) : [];
  return mappings.length > 0 ? mappings : null;
}

/** The source that a position is in, as its dataset record describes it. */
function sourceAt({ model: { table } }: TableContext, position: Position): MappedSource | undefined {
  const row = table.kind === 'dataset' ? table.csv.rowAtLine(position.line) : undefined;
  if (!row || row.blank || row === table.headerRow) return undefined;
  const fields = table.read(row);
  const field = fields['basePath'];
  const offset = table.csv.offsetAt(position) - table.csv.offsetOf(row);
  const source = field && field.start <= offset && offset <= field.end ? contentOf(field) : undefined;
  return source ? { source, container: destinationName(asDatasetRow(fields)) } : undefined;
}

/** The name that a rename would change; `null` where there is none. */
export function prepareRename({ model: { table } }: TableContext, position: Position): RenamedName | null {
  const name = nameAt(table, position);
  if (!name || name.text === rootContainer) return null;
  return { range: table.csv.rangeOf(name.row, name.start, name.end), placeholder: name.text };
}

/** Renames the container, share or drive at the cursor in all files of the job. If cancelled, it changes nothing. */
export async function rename(context: TableContext, position: Position, newName: string): Promise<RenameResult> {
  const name = nameAt(context.model.table, position);
  if (!name || name.text === rootContainer)
    return { refused: context.localize('Only containers, shares and drive letters can be renamed.') };
  if (!context.jobIsComplete)
    return {
      refused: context.localize(
        'The job has too many tables, or tables that are too large to be read here. Nothing was renamed, because those tables would keep the old name.',
      ),
    };
  const text = await newTextOf(context, name, newName.trim());
  if (typeof text !== 'string') return text;
  const locations = await context.run(all(occurrencesInTables(jobOf(context), name)));
  if (!locations) return { refused: context.localize('The rename was cancelled.') };
  const changes: Record<string, TextEdit[]> = {};
  for (const { uri, range } of locations) (changes[uri] ??= []).push({ range, newText: text });
  return { edit: { changes } };
}

async function newTextOf(context: TableContext, name: JobName, newName: string): Promise<string | { refused: string }> {
  if (name.kind === 'drive') {
    const letter = driveLetter(newName);
    if (letter === undefined) return { refused: context.localize('A drive is named by one letter from A to Z.') };
    const other: JobName = { ...name, text: letter };
    if (letter !== name.text.toUpperCase() && (await driveOfJob(context, other)))
      return { refused: context.localize('Drive {0} is already in the driveset.', letter) };
    return letter;
  }
  if (newName === rootContainer && namespaceOfName(context, name) === 'container') return newName;
  const problem = containerNameProblem(newName);
  if (!problem) return newName;
  return {
    refused: context.localize(
      'A name has 3 to 63 characters: lower-case letters, digits and single hyphens. It begins and ends with a letter or digit.',
    ),
  };
}

function namespaceOfName({ model: { table, dialect } }: TableContext, { row }: JobName): string {
  return namespaceOf(asDatasetRow(table.read(row)), dialect ?? 'blob');
}

function declarationOf(context: TableContext, name: JobName): Promise<Location | undefined> {
  return name.kind === 'drive'
    ? driveOfJob(context, name)
    : context.run(first(occurrencesInTables(jobOf(context), name)));
}

/** The driveset row of a drive letter. */
function driveOfJob(context: TableContext, name: JobName): Promise<Location | undefined> {
  const drivesets = jobOf(context).filter(({ table }) => table.kind === 'driveset');
  return context.run(first(occurrencesInTables(drivesets, name)));
}

function jobOf({ model: { table }, uri, job }: TableContext): readonly JobTable[] {
  return job.some((other) => other.uri === uri) ? job : [{ uri, table }, ...job];
}

/**
 * Occurrences in the order of the tables; also yields `undefined` for each record, so that the search can be
 * interrupted.
 */
function* occurrencesInTables(tables: readonly JobTable[], name: JobName): Generator<Location | undefined> {
  for (const { uri, table } of tables) {
    for (const range of occurrencesIn(table, name)) yield range && { uri, range };
  }
}

function* occurrencesIn(
  table: TableDocument,
  name: JobName,
  firstLine = 0,
  lastLine = Infinity,
): Generator<Range | undefined> {
  for (const row of table.csv.rows(Math.max(0, firstLine), lastLine)) {
    yield undefined;
    // Another file of the job may have been edited in the meantime.
    if (!row.chunk || row.blank || row === table.headerRow) continue;
    for (const other of namesIn(table, row))
      if (isSameName(name, other)) yield table.csv.rangeOf(row, other.start, other.end);
  }
}

function* all<T>(items: Iterable<T | undefined>): Steps<T[]> {
  const found: T[] = [];
  for (const item of items) {
    if (item !== undefined) found.push(item);
    yield;
  }
  return found;
}

function* first<T>(items: Iterable<T | undefined>): Steps<T | undefined> {
  for (const item of items) {
    if (item !== undefined) return item;
    yield;
  }
  return undefined;
}

function isSamePlace(a: Location, b: Location): boolean {
  return (
    a.uri === b.uri && a.range.start.line === b.range.start.line && a.range.start.character === b.range.start.character
  );
}
