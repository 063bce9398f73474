/** The first message to a server in a web worker, before those of LSP. */
export interface WorkerStart {
  /** URI of the folder with the rules' pages, ending in `/`. */
  readonly rulePages: string | undefined;
}
