import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { machineNode } from './projectInstall.mjs';

/**
 * The folder in which the machine's Node has its headers in `include/node`, as its archives and most packages of it do.
 * @param {number | undefined} major which headers will do; any without it.
 * @returns {Promise<string | undefined>} undefined where it came without: node-gyp downloads them.
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
