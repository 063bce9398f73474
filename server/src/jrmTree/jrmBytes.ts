import { LARGEST_WHOLE } from '#core/limits/limits';
import type { Workspace } from '../documents/workspace';
import type { OpenedFile, Runtime } from '../runtime/runtime';

/** The bytes of a JRM, as they were when it was read first. */
export interface JrmBytes {
  readonly fromEditor: boolean;
  /** `undefined` where these bytes no longer exist. */
  open(): Promise<OpenedFile | undefined>;
}

/**
 * Finds the bytes of a JRM: the text that an editor has open, otherwise the file. `undefined` where there is neither.
 */
export async function jrmBytes(uri: string, workspace: Workspace, runtime: Runtime): Promise<JrmBytes | undefined> {
  const document = workspace.get(uri);
  if (document) return bytesInMemory(new TextEncoder().encode(document.getText()), true);
  const path = runtime.toPath(uri);
  if (path === undefined) return undefined;
  if (!runtime.openFile) {
    const bytes = await runtime.readBytes(path, LARGEST_WHOLE);
    return bytes && bytesInMemory(bytes, false);
  }
  const openFile = runtime.openFile.bind(runtime);
  const first = await openFile(path);
  if (!first) return undefined;
  // The file is not kept open, because on Windows it could then not be replaced.
  await first.close();
  return {
    fromEditor: false,
    open: async () => {
      const file = await openFile(path);
      if (!file || file.version === first.version) return file;
      await file.close();
      return undefined;
    },
  };
}

function bytesInMemory(bytes: Uint8Array, fromEditor: boolean): JrmBytes {
  return {
    fromEditor,
    open: () =>
      Promise.resolve({
        size: bytes.length,
        version: '',
        read: (offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)),
        close: () => Promise.resolve(),
      }),
  };
}
