/** The style of the tree in the review's page, in addition to that of all pages. */
export const reviewStyle = `
#filterForm { display: flex; flex-wrap: wrap; gap: .3em .8em; align-items: baseline; margin: .5em 0; }
#filter { font: inherit; flex: 0 1 24em; padding: .25em .5em; color: var(--vscode-input-foreground); background: var(--vscode-input-background); border: 1px solid var(--vscode-input-border, var(--vscode-contrastBorder, transparent)); }
#filter:focus-visible { outline: 1px solid var(--vscode-focusBorder); }
button:disabled { opacity: .5; cursor: default; }
#tree { border: 1px solid var(--vscode-contrastBorder, var(--vscode-widget-border, rgba(128, 128, 128, .35))); padding: .3em 0; }
[role=treeitem] { display: flex; gap: .6em; line-height: 1.6; padding-inline-end: .6em; cursor: pointer; content-visibility: auto; contain-intrinsic-size: auto 1.6em; }
[role=treeitem]:hover { background: var(--vscode-list-hoverBackground); color: var(--vscode-list-hoverForeground, inherit); }
[role=treeitem][aria-selected=true] { background: var(--vscode-list-inactiveSelectionBackground); color: var(--vscode-list-inactiveSelectionForeground, inherit); outline: 1px dotted var(--vscode-contrastActiveBorder, transparent); outline-offset: -1px; }
#tree:focus-within [role=treeitem][aria-selected=true] { background: var(--vscode-list-activeSelectionBackground); color: var(--vscode-list-activeSelectionForeground, inherit); }
[role=treeitem]:focus-visible { outline: 1px solid var(--vscode-list-focusOutline, var(--vscode-focusBorder)); outline-offset: -1px; }
[role=treeitem] .twist { flex: none; width: 1em; text-align: center; }
[role=treeitem] .name { flex: none; max-width: 60%; }
[role=treeitem] .description { opacity: .85; }
.code { user-select: text; }
`;
