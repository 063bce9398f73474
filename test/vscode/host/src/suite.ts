/** One test's outcome. */
export interface HostTestResult {
  readonly name: string;
  /** The failure's message; absent if the test passed. */
  readonly failure?: string;
}

/** A condition that is not met by then fails. */
const patienceMilliseconds = 30_000;

/** Ends a test that waits for something that never comes, such as a dialog; longer than its own conditions may take. */
const testMilliseconds = 4 * patienceMilliseconds;

const tests: { readonly name: string; readonly run: () => Promise<void> }[] = [];

/** Declares a test. They run in the order of declaration, in one workbench. */
export function test(name: string, run: () => Promise<void>): void {
  tests.push({ name, run });
}

/** The state of a run. */
export interface HostTestRun {
  readonly results: readonly HostTestResult[];
  /** The current test; absent when all have run. */
  readonly running?: string;
}

/** Runs every declared test, whatever the earlier results, and reports before each and at the end. */
export async function runTests(report: (run: HostTestRun) => void): Promise<HostTestResult[]> {
  const results: HostTestResult[] = [];
  for (const { name, run } of tests) {
    report({ results, running: name });
    try {
      await ended(run());
      results.push({ name });
    } catch (error) {
      results.push({ name, failure: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  }
  report({ results });
  return results;
}

/**
 * Waits until `probe` returns something.
 *
 * @throws {Error} that names what was waited for and the last thing seen.
 */
export async function until<Value>(
  what: string,
  probe: () => Value | undefined | Promise<Value | undefined>,
  seen?: () => unknown,
): Promise<Value> {
  const end = Date.now() + patienceMilliseconds;
  for (;;) {
    const value = await probe();
    if (value !== undefined) return value;
    if (Date.now() > end)
      throw new Error(
        `${what}: not within ${patienceMilliseconds} ms${seen === undefined ? '' : `; seen: ${JSON.stringify(seen())}`}`,
      );
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Rejects when a promise takes longer than a test may. */
async function ended(running: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`not ended within ${testMilliseconds} ms`));
    }, testMilliseconds);
  });
  try {
    await Promise.race([running, late]);
  } finally {
    clearTimeout(timer);
  }
}
