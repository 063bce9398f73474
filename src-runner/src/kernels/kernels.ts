import { md5Blocks } from './md5Kernel';
import { assembleModule, MAXIMUM_PAGES } from './wasmAssembler';
import { xorTweaks } from './xtsKernel';
import { isNotZero } from './zeroKernel';

const PAGE = 65_536;

/** Bytes that each thread's kernels need for themselves. */
export const SCRATCH_LENGTH = PAGE;

/** The parts of the scratch and their users, in bytes from its beginning. */
export const Scratch = { md5Table: 0, md5Tails: 2048, tweaks: 4096, staging: 32_768 } as const;

/**
 * Shared memory for the kernels. Files are read into it, hashed and encrypted in it and written from it without a copy,
 * and all threads see the same bytes. Its pages cost nothing until they are touched.
 *
 * @param length Bytes, at most 2 GiB.
 */
export function kernelMemory(length: number): WebAssembly.Memory {
  const pages = Math.ceil(length / PAGE);
  if (pages > MAXIMUM_PAGES)
    throw new RangeError(`Kernels work in at most ${MAXIMUM_PAGES} pages of 64 KiB, not in ${pages}.`);
  return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
}

/** The functions in WebAssembly, over one memory. Addresses and lengths are bytes. */
export interface Kernels {
  readonly bytes: Uint8Array;
  /** Where this thread's `SCRATCH_LENGTH` bytes begin. */
  readonly scratch: number;
  /** See `md5Kernel.ts`. */
  md5Blocks(table: number, blocks: number): void;
  /** See `xtsKernel.ts`. */
  xorTweaks(data: number, tweaks: number, sectors: number): void;
  /** Whether all bytes from `start` to `end` are zero. */
  isZero(start: number, end: number): boolean;
}

let assembled: WebAssembly.Module | undefined;

/** The compiled kernels, which other threads can use instead of assembling them again. */
export function kernelModule(): WebAssembly.Module {
  return (assembled ??= new WebAssembly.Module(assembleModule([md5Blocks, xorTweaks, isNotZero])));
}

/** Kernels for one thread. Without a given memory they get a small one of their own. */
export function createKernels(memory = kernelMemory(SCRATCH_LENGTH), scratch = 0, module = kernelModule()): Kernels {
  const { exports } = new WebAssembly.Instance(module, { kernels: { memory } });
  const functions = exports as unknown as Record<
    'md5Blocks' | 'xorTweaks' | 'isNotZero',
    (...numbers: number[]) => number
  >;
  const bytes = new Uint8Array(memory.buffer);
  return {
    bytes,
    scratch,
    md5Blocks: functions.md5Blocks,
    xorTweaks: functions.xorTweaks,
    isZero: (start, end) => {
      const vectorEnd = start + ((end - start) & ~127);
      if (vectorEnd > start && functions.isNotZero(start, vectorEnd) !== 0) return false;
      for (let at = vectorEnd; at < end; at++) if (bytes[at] !== 0) return false;
      return true;
    },
  };
}
