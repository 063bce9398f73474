import { excerpt } from '../rules/excerpt';
import type { FileFinding, FileFix } from '../rules/fileFinding';
import type { Range } from '../text/position';
import { XmlEvents } from '../xml/xmlEvents';
import { xmlText, xmlTextProblem } from '../xml/xmlText';
import { exportListElements, exportListRoots, isPrefix, meantName } from './exportList';
import type { ExportListElement, ExportListEntry, ExportListRoot, ReadExportList } from './exportList';
import { exportPathProblem, type ExportPathProblem } from './exportPath';

/** How many entries are kept; further ones are only counted. */
const MAX_ENTRIES = 5000;

const rules = {
  syntax: 'export-list/syntax',
  element: 'export-list/element',
  tagCase: 'export-list/tag-case',
  empty: 'export-list/empty',
  prefixSlash: 'export-list/prefix-slash',
  path: 'export-list/path',
} as const;

interface OpenElement {
  readonly name: string;
  readonly range: Range;
  /** The known name that its name probably means. */
  readonly meant: { readonly name: string; readonly isCase: boolean } | undefined;
}

/** Reads an export list piece by piece and checks it against the rules. Memory is bounded. */
export class ExportListReading {
  readonly #report: (finding: FileFinding) => void;
  readonly #xml: XmlEvents;
  readonly #open: OpenElement[] = [];
  readonly #entries: ExportListEntry[] = [];
  #entryCount = 0;
  /** Number of elements in the lists, whatever their names. */
  #elements = 0;
  #firstList: Range | undefined;
  #failed = false;

  constructor(report: (finding: FileFinding) => void) {
    this.#report = report;
    this.#xml = new XmlEvents(
      {
        open: (name, _, range) => {
          this.#openElement(name, range);
        },
        close: (name, text, content) => {
          this.#closeElement(name, text, content);
        },
        syntax: (message, { start, end }) => {
          this.#failed = true;
          report({ code: rules.syntax, args: [message], start, end });
        },
      },
      'sequence',
    );
  }

  push(piece: string): void {
    this.#xml.push(piece);
  }

  /** Ends the list. */
  end(): ReadExportList {
    this.#xml.end();
    const place = this.#firstList;
    if (place && this.#elements === 0 && !this.#failed)
      this.#report({ code: rules.empty, start: place.start, end: place.end });
    return { entries: this.#entries, entryCount: this.#entryCount };
  }

  #openElement(name: string, range: Range): void {
    const parent = this.#open.at(-1);
    const depth = this.#open.length;
    if (depth >= 2) {
      if (depth === 2)
        this.#report({
          code: rules.syntax,
          variant: 'nested',
          args: [parent!.name],
          start: range.start,
          end: range.end,
        });
      this.#open.push({ name, range, meant: undefined });
      return;
    }
    if (depth === 1) this.#elements++;
    const list = parent?.meant?.name as ExportListRoot | undefined;
    const names: readonly string[] = depth === 0 ? exportListRoots : list === undefined ? [] : exportListElements[list];
    const isKnown = names.includes(name);
    const meant = isKnown ? { name, isCase: true } : meantName(name, names);
    if (depth === 0) {
      this.#firstList ??= range;
      if (!meant)
        this.#report({ code: rules.syntax, variant: 'root', args: [name], start: range.start, end: range.end });
    }
    this.#open.push({ name, range, meant });
  }

  #closeElement(name: string, text: string, content: Range): void {
    const element = this.#open.pop()!;
    const depth = this.#open.length;
    if (depth > 1) return;
    const { meant, range } = element;
    const parent = this.#open.at(-1);
    // In an unknown list, elements cannot be judged.
    if (depth === 1 && !parent!.meant) return;
    this.#checkName(element, depth === 1 ? (parent!.meant!.name as ExportListRoot) : undefined);
    if (depth === 0) {
      if (text.trim() !== '')
        this.#report({ code: rules.syntax, variant: 'text', args: [name], start: range.start, end: range.end });
      return;
    }
    if (!meant) return;
    const path = text.trim();
    const entry: ExportListEntry = {
      element: meant.name as ExportListElement,
      path,
      range,
      extent: { start: range.start, end: content.end },
    };
    this.#entryCount++;
    if (this.#entries.length < MAX_ENTRIES) this.#entries.push(entry);
    this.#checkPath(entry, text, content);
  }

  /** @param list the list that contains the element, unless the element is a list itself */
  #checkName({ name, range, meant }: OpenElement, list: ExportListRoot | undefined): void {
    const { start, end } = range;
    if (meant?.name === name) return;
    if (!meant) {
      // An unknown list was reported when it began.
      if (list) this.#report({ code: rules.element, args: [name, exportListElements[list].join(', ')], start, end });
      return;
    }
    const edits = this.#xml.tagNames(name)?.map((place) => ({ range: place, text: meant.name })) ?? [];
    const rename: FileFix = meant.isCase
      ? { title: 'Change to {0}', args: [meant.name], certainty: 'certain', edits }
      : { title: 'Change to {0} (assumes that this is what was meant)', args: [meant.name], certainty: 'guess', edits };
    const fixes = edits.length === 0 ? {} : { fixes: () => [rename] };
    if (meant.isCase) this.#report({ code: rules.tagCase, args: [name, meant.name], start, end, ...fixes });
    else this.#report({ code: rules.element, variant: 'near', args: [name, meant.name], start, end, ...fixes });
  }

  #checkPath({ element, path, range }: ExportListEntry, text: string, content: Range): void {
    if (path === '') {
      this.#report({ code: rules.empty, variant: 'path', args: [element], start: range.start, end: range.end });
      return;
    }
    const writing =
      (written: string, certainty: FileFix['certainty'], title: string, ...args: readonly string[]) =>
      (): readonly FileFix[] =>
        xmlTextProblem(written)
          ? []
          : [{ title, args, certainty, edits: [{ range: content, text: xmlText(written, element) }] }];
    const { start, end } = content;
    if (path !== text) {
      // A container's name never begins with a space or contains a line break, but a blob's name may end with one.
      const isSure = !/^\s/.test(path) && (/^\s/.test(text) || /[\r\n]/.test(text));
      const fixes = isSure
        ? writing(path, 'certain', 'Remove the spaces')
        : writing(path, 'guess', 'Remove the spaces (assumes that the name does not end with one)');
      this.#report({ code: rules.path, variant: 'space', start, end, fixes });
    }
    const problem = exportPathProblem(element, path);
    if (problem?.kind !== 'url' && problem?.kind !== 'backslash' && isPrefix(element) && !path.startsWith('/')) {
      const instead = `/${problem?.kind === 'upper-case' || problem?.kind === 'share-upper-case' ? problem.instead! : path}`;
      this.#report({
        code: rules.prefixSlash,
        args: [excerpt(instead)],
        start,
        end,
        fixes: writing(instead, 'certain', 'Change to {0}', instead),
      });
      if (problem?.kind === 'upper-case' || problem?.kind === 'share-upper-case') return;
    }
    if (problem)
      this.#report({
        code: rules.path,
        variant: problem.kind,
        args: [excerpt(problem.instead ?? path)],
        start,
        end,
        ...fixOf(problem, writing),
      });
  }
}

type Writing = (
  written: string,
  certainty: FileFix['certainty'],
  title: string,
  ...args: readonly string[]
) => () => readonly FileFix[];

function fixOf({ kind, instead }: ExportPathProblem, writing: Writing): Pick<FileFinding, 'fixes'> {
  // Replacing one blob by its whole container would select very many; that is left to the user.
  if (instead === undefined || kind === 'no-blob') return {};
  if (kind === 'upper-case' || kind === 'share-upper-case')
    return { fixes: writing(instead, 'certain', 'Change to {0}', instead) };
  return {
    fixes: writing(
      instead,
      'guess',
      kind === 'url'
        ? 'Write {0} (assumes that the job is of that account)'
        : 'Write {0} (assumes that slashes are meant)',
      instead,
    ),
  };
}

/** The findings of an export list that comes in pieces, in the order in which they are found. */
export function checkExportList(pieces: Iterable<string>): FileFinding[] {
  const findings: FileFinding[] = [];
  const reading = new ExportListReading((finding) => findings.push(finding));
  for (const piece of pieces) reading.push(piece);
  reading.end();
  return findings;
}
