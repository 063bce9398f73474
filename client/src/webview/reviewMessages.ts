/*
 * What the page of the review editor and the extension say to each other. The page shows what it is sent, and asks for what is
 * opened in it; what a node is about, the extension knows by its id.
 */

/** A node as the page shows it. */
export interface PageNode {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  /** What is read aloud. */
  readonly spoken: string;
  readonly hasChildren: boolean;
  readonly isOpen: boolean;
  /** It stands in the text of the file. */
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
      /** Another one where what was sent of nodes does not count any more. */
      readonly generation: number;
      /** What the checksums are filtered by, in words; empty without a filter. */
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
  /** What is to be done with a node. */
  | { readonly type: 'reveal' | 'copy' | 'showKey' | 'hideKey'; readonly id: string }
  | { readonly type: 'filter'; readonly text: string };
