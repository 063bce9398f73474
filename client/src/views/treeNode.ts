/** The place in a file that a tree's node stands for. Lines and characters are zero-based. */
export interface NodePlace {
  readonly uri: string;
  readonly range?: {
    readonly start: { readonly line: number; readonly character: number };
    readonly end: { readonly line: number; readonly character: number };
  };
}

/** A node of a tree view, as data: what is shown, what is read aloud, and what opens. */
export interface TreeNode {
  /** Unique in its tree, and always the same for the same thing: VS Code uses it to restore expansion and selection. */
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  /** The id of a product icon. The label or description has to say the same. */
  readonly icon?: string;
  readonly iconColor?: string;
  readonly tooltip?: string;
  /** What is read aloud; label and description by default. */
  readonly spoken?: string;
  /** For the `when` clauses of menus. */
  readonly context?: string;
  readonly command?: { readonly id: string; readonly title: string; readonly args?: readonly unknown[] };
  /** Where *Reveal in Editor* leads, and a click if there is no command. */
  readonly place?: NodePlace;
  /** The same, if the place has to be looked up. */
  readonly locate?: () => Promise<NodePlace | undefined>;
  /** What *Copy Value* copies. */
  readonly value?: string;
  /** Created when the node is expanded. */
  readonly children?: () => readonly TreeNode[];
  readonly isOpen?: boolean;
}

/** A node whose children may be asynchronous. */
export interface LazyTreeNode extends Omit<TreeNode, 'children'> {
  readonly children?: () => readonly LazyTreeNode[] | Promise<readonly LazyTreeNode[]>;
}
