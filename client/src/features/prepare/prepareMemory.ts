import type { Memento } from 'vscode';
import type { PrepareAnswers } from './prepareAnswers';

/**
 * Remembers the user's answers for each job: where its drives are written, and the kind of credential. Never a secret.
 */
export class PrepareMemory {
  constructor(private readonly memory: Memento) {}

  get(folder: string): Pick<PrepareAnswers, 'drives' | 'credential'> {
    return this.memory.get<Pick<PrepareAnswers, 'drives' | 'credential'>>(keyOf(folder), {
      drives: {},
      credential: undefined,
    });
  }

  async set(folder: string, { drives, credential }: PrepareAnswers): Promise<void> {
    await this.memory.update(keyOf(folder), { drives, credential });
  }
}

function keyOf(folder: string): string {
  return `sneakernet.prepare:${folder}`;
}
