import type { FileFinding, FileFindings, FindingTally } from './fileFinding';

/** So many findings of a file are kept; the others are counted. */
const DEFAULT_LIMIT = 10_000;

/** Takes the findings of a file, however many they are, in memory that has a limit. */
export class FindingCollector {
  readonly #limit: number;
  readonly #found: FileFinding[] = [];
  readonly #tallies = new Map<string, { -readonly [Key in keyof FindingTally]: FindingTally[Key] }>();

  constructor(limit = DEFAULT_LIMIT) {
    this.#limit = limit;
  }

  readonly add = (finding: FileFinding): void => {
    const { code, variant } = finding;
    const key = `${code} ${variant ?? ''}`;
    const tally = this.#tallies.get(key);
    if (tally) tally.count++;
    else this.#tallies.set(key, { code, ...(variant === undefined ? {} : { variant }), count: 1 });
    if (this.#found.length < this.#limit) this.#found.push(finding);
  };

  get findings(): FileFindings {
    return { found: this.#found, tallies: [...this.#tallies.values()] };
  }
}
