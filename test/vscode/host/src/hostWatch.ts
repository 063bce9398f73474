import { renameSync, writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import type { Profiler } from 'node:inspector';

/** What has kept an extension host busy by now. */
export interface HostWatch {
  /** The longest that the extension's code took of the host between two looks at its timers. */
  readonly longestMilliseconds: number;
  /** The functions, outermost first, that were met most then. */
  readonly longestIn: readonly string[];
  /** The same of everything else in the host: VS Code itself and its other extensions. */
  readonly longestOfOthersMilliseconds: number;
}

/** Memory of the process of an extension host when the watch began, and the most since. */
export interface HostMemory {
  readonly firstMegabytes: number;
  readonly mostMegabytes: number;
}

const SAMPLE_MICROSECONDS = 500;
/** A profile is evaluated before it becomes large. */
const PROFILE_MILLISECONDS = 4000;
const TICK_MILLISECONDS = 2;
/** Shorter turns than this keep nobody waiting. */
const SHORTEST_MILLISECONDS = 5;
const EXTENSION = /[\\/]sneakernet\.sneakernet-[^\\/]*[\\/]/;

/** One turn of the host's event loop that took its time. */
interface Turn {
  /** Microseconds of the clock that profiles use, too. */
  readonly from: number;
  readonly to: number;
  /** What the host's thread had of a processor: others on the machine may have had more. */
  readonly milliseconds: number;
}

/** The Node of VS Code 1.139 has more than that of the oldest one. */
type ProcessOfHost = NodeJS.Process & { threadCpuUsage: () => { readonly user: number; readonly system: number } };

type Owner = 'nobody' | 'extension' | 'others';

/** Watches what keeps the host busy that it runs in, for as long as that lives, and leaves it in a file every few seconds. */
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

/** Watches the memory of the host that it runs in, as long. A profiler would take some of its own. */
export async function watchMemory(path: string): Promise<void> {
  const firstMegabytes = megabytes();
  for (let mostMegabytes = firstMegabytes; ; mostMegabytes = Math.max(mostMegabytes, megabytes())) {
    leave(path, { firstMegabytes, mostMegabytes } satisfies HostMemory);
    await pause(200);
  }
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Written beside and then moved: who reads it never sees half of it. */
function leave(path: string, seen: HostWatch | HostMemory): void {
  writeFileSync(`${path}.part`, JSON.stringify(seen));
  renameSync(`${path}.part`, path);
}

const megabytes = (): number => process.memoryUsage.rss() / 2 ** 20;

/** What a timer does: it notes the turns between which it was kept waiting. */
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

/** Adds the turns of one profile: what a turn took is shared out by who was met in its samples. */
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
    // The collector and native code work for those who are met before and after.
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
