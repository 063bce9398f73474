import type { RuleTable } from '../rules/rule';

/** What an example's disk holds besides ordinary files. `unreadable`: a file that may not be read; `not-utf-8`: its name is no text. */
export type ExampleEntry = 'directory' | 'symbolic-link' | 'special-file' | 'unreadable' | 'not-utf-8';

/**
 * What lies on the disk of an example: absolute path, without an ending separator, to its size in bytes, or to what it
 * is, or to a text. Nothing else exists there. An example without a disk is one where nothing is known.
 */
export type ExampleDisk = Readonly<Record<string, number | ExampleEntry | { readonly text: string }>>;

/** A file that breaks a rule, or one that keeps it. Both are tested and printed on the rule's page; no bundle holds them. */
export interface Example {
  readonly fileName: string;
  readonly text: string;
  /** Other files of the same folder, by name. */
  readonly siblings?: Readonly<Record<string, string>>;
  readonly disk?: ExampleDisk;
  /** How many bytes each target drive holds, by letter. */
  readonly capacity?: Readonly<Record<string, number>>;
  /** Bytes that the journal has from earlier sessions. */
  readonly journal?: number;
  /** True where git tracks the file. */
  readonly tracked?: boolean;
  /** The file's raw bytes, where they are not UTF-8 text; `text` is then what an editor would show. */
  readonly bytes?: readonly number[];
}

/** Of a rule: a file that breaks it, and one that keeps it. */
export interface RuleExamples {
  readonly failing: Example;
  readonly passing: Example;
}

/** Examples of each rule of a table. */
export type ExamplesOf<Rules extends RuleTable> = Readonly<Record<keyof Rules, RuleExamples>>;
