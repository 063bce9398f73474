import { Run } from '../../runs/run';
import type { RunNode } from './runTree';

/** True of what VS Code hands to a command of the view's menus. */
export function isRunNode(target: unknown): target is RunNode {
  return typeof target === 'object' && target !== null && 'run' in target && target.run instanceof Run;
}
