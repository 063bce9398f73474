import type { FileFinding, FileFindings, FindingTally } from './fileFinding';

/** How many findings of a file are kept; further ones are only counted. */
const DEFAULT_LIMIT = 10_000;

/** Collects any number of findings of a file in bounded memory. */
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
