import type { Range } from 'vscode-languageserver-types';
import type { Sha256 } from '#core/jrm/jrm';
import type { RuleCode } from '#core/rules/catalogue/index';
import type { Steps } from '#core/work/steps';

/** What a file's text is read with. */
export interface FileReading {
  readonly sha256: Sha256;
  /** Told of a rule that threw; its findings are lost, the others stand. */
  readonly onRuleFailure: (codes: readonly RuleCode[], error: unknown) => void;
}

/** The text of an open file and what was read in it; it follows the user's edits. */
export interface FileModel {
  edit(range: Range, text: string): void;
  getText(): string;
  /** The beginning of the text: enough of it to tell what the file is. */
  head(): string;
  /** Catches up with the edits, where an edit leaves work to do. Nobody asks for anything before it is done. */
  settle?(): Steps<void>;
  /** Work that nobody waits for, where there is some. True: findings may have changed by it. */
  background?(): Steps<boolean> | undefined;
}
