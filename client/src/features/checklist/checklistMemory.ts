import type { Memento } from 'vscode';
import type { FactOptions } from './gatherFacts';

type Looked = NonNullable<FactOptions['before']>;

/** Remembers the versions of a job's files when its checklist was last looked at. */
export class ChecklistMemory {
  constructor(private readonly memory: Memento) {}

  get(folder: string): Looked | undefined {
    return this.memory.get<Looked>(keyOf(folder));
  }

  async set(folder: string, looked: Looked): Promise<void> {
    await this.memory.update(keyOf(folder), looked);
  }
}

function keyOf(folder: string): string {
  return `sneakernet.checklist:${folder}`;
}
