import type { RuleTable } from '../rules/rule';

/**
 * Entries of an example's disk other than ordinary files. `unreadable`: a file without read permission; `not-utf-8`:
 * its name is not valid UTF-8.
 */
export type ExampleEntry = 'directory' | 'symbolic-link' | 'special-file' | 'unreadable' | 'not-utf-8';

/**
 * The files on the disk of an example: absolute path, without a final separator, to the file's size in bytes, its kind,
 * or its text. Nothing else exists there. Without a disk, nothing about it is known.
 */
export type ExampleDisk = Readonly<Record<string, number | ExampleEntry | { readonly text: string }>>;

/**
 * A file that breaks or follows a rule. Both kinds are tested and printed on the rule's page; no bundle contains them.
 */
export interface Example {
  readonly fileName: string;
  readonly text: string;
  /** Other files in the same folder, by name. */
  readonly siblings?: Readonly<Record<string, string>>;
  readonly disk?: ExampleDisk;
  /** The capacity of each target drive in bytes, by letter. */
  readonly capacity?: Readonly<Record<string, number>>;
  /** Bytes in the journal from earlier sessions. */
  readonly journal?: number;
  /** True where git tracks the file. */
  readonly tracked?: boolean;
  /** The file's raw bytes, where they are not UTF-8 text; `text` is then what an editor would show. */
  readonly bytes?: readonly number[];
}

/** For a rule, a file that breaks it and one that follows it. */
export interface RuleExamples {
  readonly failing: Example;
  readonly passing: Example;
}

/** Examples of each rule of a table. */
export type ExamplesOf<Rules extends RuleTable> = Readonly<Record<keyof Rules, RuleExamples>>;
