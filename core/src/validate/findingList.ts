import type { Finding } from '../rules/finding';
import type { Translate } from '../text/template';
import type { Severity } from '../rules/rule';
import { shownFinding } from '../rules/placeFindings';
import { counterOf } from '../rules/placedFinding';
import type { FindingCounts, PlacedFinding } from '../rules/placedFinding';
import type { SharedFinding } from '../table/tableRules';
import type { Range } from '../text/position';

/** A finding with its position in the order of its file. */
interface OrderedFinding {
  /** Zero-based number of its record; -1 for the header. */
  readonly ordinal: number;
  /** 0 for the record's own findings, 1 and up for the bits of its `shared`. */
  readonly order: number;
  readonly finding: PlacedFinding;
}

/** Counts findings, and keeps those of the first records that have any. */
export class FindingList {
  readonly counts = { errors: 0, warnings: 0, information: 0 };
  private readonly kept: OrderedFinding[] = [];

  /** `limit`: how many findings will finally be listed. */
  constructor(private readonly limit: number) {}

  /** True where the findings of the record `ordinal` could be among the first ones. */
  hasRoom(ordinal: number): boolean {
    return this.kept.length < this.limit || this.kept.at(-1)!.ordinal === ordinal;
  }

  count(severity: Severity, times = 1): void {
    this.counts[counterOf[severity]] += times;
  }

  keep(ordinal: number, order: number, finding: PlacedFinding): void {
    this.kept.push({ ordinal, order, finding });
  }

  /** The findings of this list and another that could be among the first `limit`, record by record. */
  merge(other: FindingList): { readonly found: readonly PlacedFinding[]; readonly counts: FindingCounts } {
    const all = [...this.kept, ...other.kept].sort((a, b) => a.ordinal - b.ordinal || a.order - b.order);
    let end = Math.min(this.limit, all.length);
    while (end > 0 && end < all.length && all[end]!.ordinal === all[end - 1]!.ordinal) end++;
    return {
      found: all.slice(0, end).map(({ finding }) => finding),
      counts: {
        errors: this.counts.errors + other.counts.errors,
        warnings: this.counts.warnings + other.counts.warnings,
        information: this.counts.information + other.counts.information,
      },
    };
  }
}

/** A finding as it is shown. It keeps no reference to the text it was found in. */
export function place(
  finding: Finding | SharedFinding,
  severity: Severity,
  range: Range,
  translate: Translate | undefined,
): PlacedFinding {
  const { code, variant, args } = finding;
  const related = 'related' in finding ? finding.related.filter((other) => 'range' in other) : [];
  return shownFinding(
    { code, ...(variant !== undefined && { variant }), ...(args && { args }), related },
    severity,
    range,
    translate,
  );
}
