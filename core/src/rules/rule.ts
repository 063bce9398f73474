/** How grave a finding is. E, W and I of the rule catalogue. */
export type Severity = 'error' | 'warning' | 'information';

/** A message is a template with `{0}`, `{1}` … for the finding's arguments, so that it can be translated. */
export type MessageTemplate = string | { readonly text: string; readonly severity: Severity };

/** What an example's disk holds besides ordinary files. `unreadable`: a file that may not be read; `not-utf-8`: its name is no text. */
export type ExampleEntry = 'directory' | 'symbolic-link' | 'special-file' | 'unreadable' | 'not-utf-8';

/**
 * What lies on the disk of an example: absolute path, without an ending separator, to its size in bytes, or to what it
 * is, or to a text. Nothing else exists there. An example without a disk is one where nothing is known.
 */
export type ExampleDisk = Readonly<Record<string, number | ExampleEntry | { readonly text: string }>>;

/** A file that breaks a rule, or one that keeps it. Both are tested and printed on the rule's page. */
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

/** One entry of the catalogue. Its key there is its code, which is stable once released. */
export interface Rule {
  readonly severity: Severity;
  /** One sentence: what the rule refuses. */
  readonly summary: string;
  /** Variant to template. `default` is the usual one; a variant may have a severity of its own. */
  readonly messages: Readonly<Record<string, MessageTemplate>>;
  /** Markdown: why it matters, and what to write instead. */
  readonly explanation: string;
  /** True where a quick fix is offered. */
  readonly fixable: boolean;
  readonly failing: Example;
  readonly passing: Example;
}

/** Rules by code. */
export type RuleTable = Readonly<Record<string, Rule>>;
