import { Run } from '../../runs/run';
import type { RunNode } from './runTree';

/** Whether a command of the view's menus was called on a run's node. */
export function isRunNode(target: unknown): target is RunNode {
  return typeof target === 'object' && target !== null && 'run' in target && target.run instanceof Run;
}
