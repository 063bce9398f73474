/*
 * The messages between the review editor's page and the extension. The page shows what it is sent and requests what is
 * expanded; the extension knows by a node's id what the node is about.
 */

/** A node in the form that the page shows. */
export interface PageNode {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  /** What is read aloud. */
  readonly spoken: string;
  readonly hasChildren: boolean;
  readonly isOpen: boolean;
  /** Whether it has a place in the text of the file. */
  readonly canReveal: boolean;
  /** A BitLocker key: hidden or shown. */
  readonly key?: 'masked' | 'shown';
}

export type ToPage =
  | {
      readonly type: 'show';
      /** HTML of the facts and charts above the tree. */
      readonly overview: string;
      readonly roots: readonly PageNode[];
      /** Changes when earlier nodes become invalid. */
      readonly generation: number;
      /** The filter of the checksums, in words; empty without a filter. */
      readonly filtered: string;
    }
  | {
      readonly type: 'children';
      readonly id: string;
      readonly generation: number;
      readonly nodes: readonly PageNode[];
    };

export type FromPage =
  | { readonly type: 'ready' }
  | { readonly type: 'children'; readonly id: string }
  /** An action on a node. */
  | { readonly type: 'reveal' | 'copy' | 'showKey' | 'hideKey'; readonly id: string }
  | { readonly type: 'filter'; readonly text: string };
