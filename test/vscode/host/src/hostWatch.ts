import { renameSync, writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import type { Profiler } from 'node:inspector';

/** What has kept an extension host busy so far. */
export interface HostWatch {
  /** The longest time that the extension's code kept the host busy between two timer checks. */
  readonly longestMilliseconds: number;
  /** The functions seen most often in that time, outermost first. */
  readonly longestIn: readonly string[];
  /** The same for everything else in the host: VS Code itself and other extensions. */
  readonly longestOfOthersMilliseconds: number;
}

/** Memory of an extension host's process when the watch began, and its maximum since. */
export interface HostMemory {
  readonly firstMegabytes: number;
  readonly mostMegabytes: number;
}

const SAMPLE_MICROSECONDS = 500;
/** A profile is evaluated before it becomes large. */
const PROFILE_MILLISECONDS = 4000;
const TICK_MILLISECONDS = 2;
/** Shorter turns do not keep anybody waiting. */
const SHORTEST_MILLISECONDS = 5;
const EXTENSION = /[\\/]sneakernet\.sneakernet-[^\\/]*[\\/]/;

/** One long turn of the host's event loop. */
interface Turn {
  /** Microseconds, by the clock that profiles use too. */
  readonly from: number;
  readonly to: number;
  /** Processor time of the host's thread, because other processes may have had more. */
  readonly milliseconds: number;
}

/** Node in VS Code 1.139 has this function, the Node of the oldest version does not. */
type ProcessOfHost = NodeJS.Process & { threadCpuUsage: () => { readonly user: number; readonly system: number } };

type Owner = 'nobody' | 'extension' | 'others';

/** Watches what keeps its own host busy for as long as it runs, and writes that to a file every few seconds. */
export async function watchHost(path: string): Promise<void> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: SAMPLE_MICROSECONDS });
  let seen: HostWatch = { longestMilliseconds: 0, longestIn: [], longestOfOthersMilliseconds: 0 };
  for (;;) {
    const turns: Turn[] = [];
    await session.post('Profiler.start');
    const ticks = setInterval(lookAtTurns(turns), TICK_MILLISECONDS);
    await pause(PROFILE_MILLISECONDS);
    clearInterval(ticks);
    const { profile } = await session.post('Profiler.stop');
    seen = withProfile(seen, profile, turns);
    leave(path, seen);
  }
}

/** Watches the memory of its own host for as long as it runs. Separate, because a profiler needs memory too. */
export async function watchMemory(path: string): Promise<void> {
  const firstMegabytes = megabytes();
  for (let mostMegabytes = firstMegabytes; ; mostMegabytes = Math.max(mostMegabytes, megabytes())) {
    leave(path, { firstMegabytes, mostMegabytes } satisfies HostMemory);
    await pause(200);
  }
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Written to a temporary file and renamed, so that nobody reads half of it. */
function leave(path: string, seen: HostWatch | HostMemory): void {
  writeFileSync(`${path}.part`, JSON.stringify(seen));
  renameSync(`${path}.part`, path);
}

const megabytes = (): number => process.memoryUsage.rss() / 2 ** 20;

/** A timer callback that records long turns, during which the timer was delayed. */
function lookAtTurns(turns: Turn[]): () => void {
  const now = (): number => Number(process.hrtime.bigint() / 1000n);
  const processor = (): number => {
    const { user, system } = (process as ProcessOfHost).threadCpuUsage();
    return user + system;
  };
  let from = now();
  let before = processor();
  return () => {
    const [to, after] = [now(), processor()];
    const milliseconds = (after - before) / 1000;
    if (milliseconds >= SHORTEST_MILLISECONDS) turns.push({ from, to, milliseconds });
    [from, before] = [to, after];
  };
}

/** Adds the turns of one profile: the time of a turn is attributed to what its samples show. */
function withProfile(
  seen: HostWatch,
  { nodes, samples = [], timeDeltas = [], startTime }: Profiler.Profile,
  turns: readonly Turn[],
): HostWatch {
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
  const ownerOf = (id: number): Owner => {
    const { functionName } = byId.get(id)!.callFrame;
    // Garbage collection and native code are attributed to the samples before and after.
    if (functionName === '(idle)' || functionName === '(program)' || functionName === '(garbage collector)')
      return 'nobody';
    return stackOf(id).some((frame) => EXTENSION.test(frame)) ? 'extension' : 'others';
  };
  const owners = new Map(nodes.map(({ id }) => [id, ownerOf(id)]));
  let { longestMilliseconds, longestIn, longestOfOthersMilliseconds } = seen;
  let time = startTime;
  let next = 0;
  for (const { from, to, milliseconds } of turns) {
    const counts = { nobody: 0, extension: 0, others: 0 };
    const met = new Map<number, number>();
    for (; next < samples.length && time + timeDeltas[next]! <= to; next++) {
      time += timeDeltas[next]!;
      if (time < from) continue;
      const id = samples[next]!;
      const owner = owners.get(id)!;
      counts[owner]++;
      if (owner === 'extension') met.set(id, (met.get(id) ?? 0) + 1);
    }
    const known = counts.extension + counts.others;
    if (known === 0) continue;
    const own = (milliseconds * counts.extension) / known;
    longestOfOthersMilliseconds = Math.max(longestOfOthersMilliseconds, milliseconds - own);
    if (own <= longestMilliseconds) continue;
    longestMilliseconds = own;
    longestIn = stackOf([...met].sort(([, one], [, other]) => other - one)[0]![0]);
  }
  return { longestMilliseconds, longestIn, longestOfOthersMilliseconds };
}
