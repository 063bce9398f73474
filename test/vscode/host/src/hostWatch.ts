import { renameSync, writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import type { Profiler } from 'node:inspector';

/** What has been seen of an extension host by now. */
export interface HostWatch {
  /** The longest that the extension's code ran without a pause. */
  readonly longestMilliseconds: number;
  /** The functions, outermost first, that ran then. */
  readonly longestIn: readonly string[];
  /** The same of everything else in the host: VS Code itself and its other extensions. */
  readonly longestOfOthersMilliseconds: number;
  /** Of all of the extension's code together. */
  readonly totalMilliseconds: number;
  readonly watchedMilliseconds: number;
  /** Memory of the process when the watch began, and the most since. */
  readonly firstMegabytes: number;
  readonly mostMegabytes: number;
}

const SAMPLE_MICROSECONDS = 1000;
/** A profile is evaluated before it becomes large. */
const PROFILE_MILLISECONDS = 4000;
const EXTENSION = /[\\/]sneakernet\.sneakernet-[^\\/]*[\\/]/;
/** Neither the extension nor others: the collector works for who ran before, and native code too where that goes on afterwards. */
const COLLECTOR = '(garbage collector)';
const NATIVE = '(program)';

type Owner = 'idle' | 'extension' | 'others' | typeof COLLECTOR | typeof NATIVE;

/** Watches the host that it runs in, for as long as that lives, and leaves what it has seen in a file every few seconds. */
export async function watchHost(path: string): Promise<void> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: SAMPLE_MICROSECONDS });
  const firstMegabytes = megabytes();
  let seen: HostWatch = { longestMilliseconds: 0, longestIn: [], longestOfOthersMilliseconds: 0, totalMilliseconds: 0, watchedMilliseconds: 0, firstMegabytes, mostMegabytes: firstMegabytes };
  for (;;) {
    await session.post('Profiler.start');
    const end = Date.now() + PROFILE_MILLISECONDS;
    while (Date.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      seen = { ...seen, mostMegabytes: Math.max(seen.mostMegabytes, megabytes()) };
    }
    const { profile } = await session.post('Profiler.stop');
    seen = withProfile(seen, profile);
    // Written beside and then moved: who reads it never sees half of it.
    writeFileSync(`${path}.part`, JSON.stringify(seen));
    renameSync(`${path}.part`, path);
  }
}

const megabytes = (): number => process.memoryUsage.rss() / 2 ** 20;

/** Adds the stretches of one profile: a stretch ends where the host is idle, or where another's code runs. */
function withProfile(seen: HostWatch, { nodes, samples = [], timeDeltas = [] }: Profiler.Profile): HostWatch {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)));
  const stackOf = (id: number): string[] => {
    const stack: string[] = [];
    for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) {
      const { functionName, url, lineNumber } = byId.get(at)!.callFrame;
      stack.unshift(`${functionName || '(anonymous)'} ${url}:${lineNumber}`);
    }
    return stack;
  };
  const owners = new Map<number, Owner>();
  const ownerOf = (id: number): Owner => {
    const { functionName } = byId.get(id)!.callFrame;
    if (functionName === '(idle)') return 'idle';
    if (functionName === COLLECTOR || functionName === NATIVE) return functionName;
    const owner = owners.get(id) ?? (stackOf(id).some((frame) => EXTENSION.test(frame)) ? 'extension' : 'others');
    owners.set(id, owner);
    return owner;
  };
  let { longestMilliseconds, longestIn, longestOfOthersMilliseconds, totalMilliseconds, watchedMilliseconds } = seen;
  let running: Owner = 'idle';
  let milliseconds = 0;
  let native = 0;
  for (const [index, id] of samples.entries()) {
    // The time from this sample to the next belongs to this one.
    const taken = (timeDeltas[index + 1] ?? 0) / 1000;
    watchedMilliseconds += taken;
    const owner = ownerOf(id);
    if (owner === NATIVE) {
      native += taken;
      continue;
    }
    if (owner === running || owner === COLLECTOR) milliseconds += native + taken;
    else {
      running = owner;
      milliseconds = taken;
    }
    native = 0;
    if (running === 'extension') {
      totalMilliseconds += taken;
      if (milliseconds > longestMilliseconds) {
        longestMilliseconds = milliseconds;
        longestIn = stackOf(id);
      }
    } else if (running === 'others') {
      longestOfOthersMilliseconds = Math.max(longestOfOthersMilliseconds, milliseconds);
    }
  }
  return { ...seen, longestMilliseconds, longestIn, longestOfOthersMilliseconds, totalMilliseconds, watchedMilliseconds };
}
