import type { FileFinding, FileFix } from '../../rules/fileFinding';
import type { RuleCode } from '../../rules/catalogue';

/** A repair of a value: another text in a place of it. */
export interface ValueFix<P> extends Pick<FileFix, 'title' | 'args' | 'certainty'> {
  readonly edits: readonly { readonly place: P; readonly text: string }[];
}

/** What is wrong with a value. */
export interface ValueFinding<P> extends Pick<FileFinding, 'variant' | 'args'> {
  readonly code: RuleCode;
  readonly place: P;
  readonly fixes?: () => readonly ValueFix<P>[];
}

export type ReportValue<P> = (finding: ValueFinding<P>) => void;
