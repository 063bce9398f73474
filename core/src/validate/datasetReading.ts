import type { RecordScanner } from '../csv/recordScanner';
import { datasetColumns } from '../columns/datasetColumns';
import { checkDatasetFields } from '../dataset/datasetRelation';
import type { DatasetOptions } from '../dataset/datasetTable';
import { defaultRuleSettings } from '../rules/ruleSettings';
import { RecordChecker } from '../table/recordChecker';
import type { RecordRole } from '../table/recordChecker';
import { firstLineBreak, tableHead, tableShape } from '../table/tableKind';
import type { RowFields } from '../table/tableRules';
import { LineIndex } from '../text/lineIndex';
import type { Position, Range, Span } from '../text/position';
import { RecordStream } from './recordStream';

/** One pass over a file's text, in pieces of any length. */
export interface TextReading {
  push(piece: string): void;
  end(): void;
  /** True once the rest of the text does not matter. */
  readonly finished: boolean;
}

/** What a reading of a dataset needs. */
export interface ReadingOptions extends DatasetOptions {
  /**
   * The beginning of the text: `MAX_HEADER_LENGTH` UTF-16 units, or all of it. The readings get the whole text
   * nevertheless.
   */
  readonly head: string;
}

/** Reads the records of a dataset that comes in pieces. */
export class DatasetReading implements TextReading {
  finished = false;
  /** Zero-based number of the record read last; -1 for the header. */
  ordinal = -1;
  private stream: RecordStream | undefined;
  private checker!: RecordChecker;

  /**
   * `visit` is called for lines above the header, for the header and for each record; the reading's properties then
   * describe that record.
   */
  constructor(
    private readonly options: ReadingOptions,
    private readonly visit: (reading: DatasetReading, role: RecordRole) => void,
  ) {}

  push(piece: string): void {
    this.stream ??= this.begin();
    this.stream.push(piece);
  }

  end(): void {
    this.stream?.end();
  }

  get scanner(): RecordScanner {
    return this.stream!.scanner;
  }

  get records(): RecordChecker {
    return this.checker;
  }

  /** The record's fields by column key. */
  get fields(): RowFields {
    return this.checker.read(this.scanner);
  }

  /** Zero-based line of the record. */
  get line(): number {
    return this.stream!.line;
  }

  /** The range in the file of a part of the record. */
  rangeOf({ start, end }: Span): Range {
    const { scanner } = this;
    const record = scanner.text.slice(scanner.start, scanner.next);
    const place = (offset: number): Position => {
      const { line, character } = new LineIndex(record).position(offset);
      return { line: this.line + line, character };
    };
    return { start: place(start), end: place(end) };
  }

  private begin(): RecordStream {
    const { head, context, settings = defaultRuleSettings, onRuleFailure } = this.options;
    const lineBreak = firstLineBreak(head) ?? '\n';
    this.checker = new RecordChecker(
      'dataset',
      datasetColumns(context.dialect),
      () => lineBreak,
      (fields, report) => {
        checkDatasetFields(fields, context, report, onRuleFailure);
      },
      settings,
    );
    let begun = false;
    let { linesAbove } = tableHead(head, 'dataset');
    return new RecordStream(tableShape(head, 'dataset'), () => {
      if (this.finished || this.scanner.fieldCount === 0) return;
      if (linesAbove > 0) {
        linesAbove--;
        this.visit(this, 'above');
        return;
      }
      const isHeader = !begun && this.checker.begin(this.scanner);
      if (!isHeader) this.ordinal++;
      this.visit(this, begun ? 'further' : isHeader ? 'header' : 'first');
      begun = true;
    });
  }
}
