/** A place in a file that a node of a tree stands for. Lines and characters are zero-based. */
export interface NodePlace {
  readonly uri: string;
  readonly range?: {
    readonly start: { readonly line: number; readonly character: number };
    readonly end: { readonly line: number; readonly character: number };
  };
}

/** A node of a tree view, as data: what is shown, what is read aloud, and what opens. */
export interface TreeNode {
  /** Unique in its tree, and the same for the same thing: VS Code keeps by it what is open and chosen. */
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  /** The id of a product icon. Whatever it says is in the label or description too. */
  readonly icon?: string;
  readonly iconColor?: string;
  readonly tooltip?: string;
  /** What is read aloud; label and description without it. */
  readonly spoken?: string;
  /** For the `when` clauses of menus. */
  readonly context?: string;
  readonly command?: { readonly id: string; readonly title: string; readonly args?: readonly unknown[] };
  /** What *Reveal in Editor* shows, and what opens on a click where there is no command. */
  readonly place?: NodePlace;
  /** The same where it has to be looked for. */
  readonly locate?: () => Promise<NodePlace | undefined>;
  /** What *Copy Value* copies. */
  readonly value?: string;
  /** Made when the node is opened. */
  readonly children?: () => readonly TreeNode[];
  readonly isOpen?: boolean;
}

/** A node whose children may have to be waited for. */
export interface LazyTreeNode extends Omit<TreeNode, 'children'> {
  readonly children?: () => readonly LazyTreeNode[] | Promise<readonly LazyTreeNode[]>;
}
