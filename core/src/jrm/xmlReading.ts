import type { FileFinding, FileFix } from '../rules/fileFinding';
import type { Range } from '../text/position';
import type { Steps } from '../work/steps';
import { xmlText, xmlTextProblem } from '../xml/xmlText';
import { CHECKSUMS, JrmFormatError } from './jrm';
import type { JrmField, Sha256 } from './jrm';
import type { JrmVisitor } from './jrmPieces';
import { JrmReader } from './jrmReader';
import { detailsOf, JrmReading } from './jrmReading';
import type { ChecksumDetails, ChecksumField, ReadChecksum } from './jrmReading';
import { checkMember, checkRecord, reportUnknown, rootFields } from './valueRules';
import type { ReportValue, ValueFix } from './valueRules';
import { XmlReader } from './xmlReader';
import type { XmlRules, XmlValue } from './xmlReader';

/** How many UTF-16 units are read in one step. */
const PIECE = 8 * 1024;

/** A range as four numbers, because there are millions of them. */
class CompactRange {
  readonly #line: number;
  readonly #from: number;
  readonly #endLine: number;
  readonly #to: number;

  constructor({ start, end }: Range) {
    this.#line = start.line;
    this.#from = start.character;
    this.#endLine = end.line;
    this.#to = end.character;
  }

  get range(): Range {
    return { start: { line: this.#line, character: this.#from }, end: { line: this.#endLine, character: this.#to } };
  }
}

/** A JRM in XML, read in steps, whatever its errors. */
export class XmlReading extends JrmReading<Range> implements XmlRules {
  readonly form = 'xml';
  /** The place of the root element's name; `undefined` where there is none. */
  beginning: Range | undefined;
  #records = 0;
  /**
   * Details of each checksum, by its position among the records. Only fingerprints, because texts would keep the whole
   * file's text alive.
   */
  readonly #details = new Map<number, ChecksumDetails & Readonly<Record<ChecksumField, CompactRange | undefined>>>();
  /** For each unknown name, by its place in the start tag: its places in both tags. */
  readonly #tagNames = new WeakMap<Range, readonly Range[]>();

  static *read(text: string, sha256: Sha256): Steps<XmlReading> {
    const reading = new XmlReading();
    reading.bytes = text.length;
    const strict = new JrmReader(sha256, () => undefined);
    const outcome = { failed: false };
    /** Runs work of the strict reader, which checks the seal as everywhere else, until it fails. */
    const tryTo = (work: () => void) => {
      try {
        if (!outcome.failed) work();
      } catch (error) {
        if (!(error instanceof JrmFormatError)) throw error;
        outcome.failed = true;
      }
    };
    const { list, member, item } = strict.visitor;
    const visitor: JrmVisitor = {
      list,
      member: (...found) => {
        tryTo(() => {
          member(...found);
        });
      },
      item: (...found) => {
        tryTo(() => {
          item!(...found);
        });
      },
    };
    const reader = new XmlReader(visitor, () => (outcome.failed = true), reading);
    for (let at = 0; at < text.length; at += PIECE) {
      reader.push(text.slice(at, at + PIECE));
      yield;
    }
    reader.end();
    tryTo(() => {
      reading.seal = strict.conclude().seal;
    });
    // A file that cannot be read cannot have been sealed like this.
    if (outcome.failed && !reading.own.has('jrm/syntax', 'xml') && reading.isSealed) reading.seal = 'broken';
    return reading;
  }

  rangeOf(place: Range): Range {
    return place;
  }

  checksumRange({ at }: ReadChecksum, field: ChecksumField): Range {
    const places = this.#details.get(at)!;
    return (places[field] ?? places.FilePath)!.range;
  }

  detailsOf({ at }: ReadChecksum): ChecksumDetails {
    return this.#details.get(at)!;
  }

  written(text: string): string | undefined {
    return xmlTextProblem(text) ? undefined : xmlText(text, 'DriveId');
  }

  rootBegins(name: Range): void {
    this.beginning = name;
  }

  memberBegins(name: string, place: Range, field: JrmField | undefined): void {
    if (this.member(name)) this.report({ code: 'jrm/type', variant: 'duplicate', args: [name], ...place });
    this.addMember({
      name,
      place,
      extent: place,
      isList: field?.type === 'table',
      count: 0,
      first: [],
      text: undefined,
    });
    if (!field) reportUnknown(name, place, rootFields, new Set(), this.#reportValue);
  }

  memberEnds(value: XmlValue, field: JrmField | undefined, extent: Range): void {
    const member = this.members.at(-1)!;
    member.extent = extent;
    if (value.type === 'text' && value.value !== '') member.text = value.value as string;
    if (field && field.type !== 'table') checkMember(field, value, this.#reportValue);
  }

  recordEnds(list: JrmField, value: XmlValue, extent: Range): void {
    checkRecord(list, value, this.#reportValue);
    const at = this.#records++;
    if (list.name === CHECKSUMS) this.#details.set(at, { ...detailsOf(value), ...placesOf(value) });
    this.addRecord(list.name, { value, extent, whole: extent, at });
  }

  unknownName(place: Range, tags: readonly Range[]): void {
    this.#tagNames.set(place, tags);
  }

  report(finding: FileFinding): void {
    this.own.add(-1, finding, () => finding);
  }

  readonly #reportValue: ReportValue<Range> = ({ place, fixes, ...finding }) => {
    // A name is in both tags of an element. If an element does not end, the place of its end tag is unknown.
    const placesIn = (written: Range) =>
      finding.code === 'jrm/unknown' ? (this.#tagNames.get(written) ?? []) : [written];
    const inText = ({ edits, ...fix }: ValueFix<Range>): FileFix => ({
      ...fix,
      edits: edits.flatMap((edit) => placesIn(edit.place).map((range) => ({ range, text: edit.text }))),
    });
    this.report({
      ...finding,
      ...place,
      ...(fixes
        ? {
            fixes: () =>
              fixes()
                .map(inText)
                .filter(({ edits = [] }) => edits.length > 0),
          }
        : {}),
    });
  };
}

function placesOf(value: XmlValue): Readonly<Record<ChecksumField, CompactRange | undefined>> {
  const place = (name: string) => {
    const range = value.members.find((member) => member.name === name)?.value?.place;
    return range && new CompactRange(range);
  };
  return {
    FilePath: place('FilePath') ?? new CompactRange(value.place),
    SHA256: place('SHA256'),
    DriveId: place('DriveId'),
  };
}
