import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { machineNode } from './projectInstall.mjs';

/**
 * The folder with the headers of the machine's Node in `include/node`, as in Node's archives and most packages.
 * @param {number | undefined} major the required version of the headers; any if undefined.
 * @returns {Promise<string | undefined>} undefined if it came without headers: then node-gyp downloads them.
 */
export async function nodeHeaders(major) {
  const node = await machineNode();
  if (node === undefined) return undefined;
  const folder = dirname(dirname(realpathSync(node.path)));
  const version = join(folder, 'include', 'node', 'node_version.h');
  if (!existsSync(version)) return undefined;
  const found = Number(/^#define NODE_MAJOR_VERSION (\d+)/m.exec(readFileSync(version, 'utf8'))?.[1]);
  return (major === undefined ? found >= 20 : found === major) ? folder : undefined;
}
