import type { FromPage, PageNode } from '../reviewMessages';

interface Row {
  readonly node: PageNode;
  readonly level: number;
  readonly element: HTMLElement;
}

/** A tree whose nodes are loaded when they are expanded. Its rows are siblings; the level of each tells its depth. */
export class ReviewTree {
  private readonly rows = new Map<string, Row>();
  /** Ids of expanded nodes, including those not loaded yet. */
  private readonly open: Set<string>;
  /** Sections that are initially expanded are expanded only once, so that a collapsed one stays collapsed. */
  private readonly seen = new Set<string>();
  private chosen: string | undefined;
  private generation = -1;

  constructor(
    private readonly tree: HTMLElement,
    opened: readonly string[],
    private readonly say: (message: FromPage) => void,
    private readonly onChange: (chosen: PageNode | undefined, open: readonly string[]) => void,
  ) {
    this.open = new Set(opened);
    for (const id of opened) this.seen.add(id);
    tree.addEventListener('click', (event) => {
      const id = idOf(event.target);
      if (id === undefined) return;
      this.choose(id, true);
      this.toggle(id);
    });
    tree.addEventListener('dblclick', (event) => {
      const id = idOf(event.target);
      if (id !== undefined && this.rows.get(id)?.node.hasChildren === false) this.say({ type: 'reveal', id });
    });
    tree.addEventListener('keydown', (event) => {
      if (this.press(event)) event.preventDefault();
    });
  }

  get current(): PageNode | undefined {
    return this.chosen === undefined ? undefined : this.rows.get(this.chosen)?.node;
  }

  /** Shows the roots. The nodes below are requested again, as they may have changed. */
  show(roots: readonly PageNode[], generation: number): void {
    if (generation === this.generation) {
      for (const node of roots) this.update(node);
      return;
    }
    this.generation = generation;
    const hadFocus = this.tree.contains(document.activeElement);
    this.rows.clear();
    this.tree.replaceChildren(this.rowsOf(roots, 1));
    this.openWanted(roots);
    const chosen = this.chosen !== undefined && this.rows.has(this.chosen) ? this.chosen : roots[0]?.id;
    if (chosen !== undefined) this.choose(chosen, hadFocus);
  }

  /** Shows the children of a node. */
  insert(id: string, nodes: readonly PageNode[], generation: number): void {
    const row = this.rows.get(id);
    if (generation !== this.generation || !row || !this.open.has(id)) return;
    this.removeBelow(row);
    row.element.removeAttribute('aria-busy');
    row.element.after(this.rowsOf(nodes, row.level + 1));
    this.openWanted(nodes);
  }

  private rowsOf(nodes: readonly PageNode[], level: number): DocumentFragment {
    const fragment = document.createDocumentFragment();
    nodes.forEach((node, index) => {
      const element = document.createElement('div');
      element.setAttribute('role', 'treeitem');
      element.dataset['id'] = node.id;
      element.tabIndex = -1;
      element.setAttribute('aria-level', String(level));
      element.setAttribute('aria-setsize', String(nodes.length));
      element.setAttribute('aria-posinset', String(index + 1));
      element.setAttribute('aria-selected', 'false');
      element.style.paddingInlineStart = `${level * 1.2 - 0.8}em`;
      this.fill(element, node);
      fragment.append(element);
      this.rows.set(node.id, { node, level, element });
    });
    return fragment;
  }

  private fill(element: HTMLElement, node: PageNode): void {
    element.setAttribute('aria-label', node.spoken);
    const part = (name: string, text: string): HTMLElement => {
      const span = document.createElement('span');
      span.className = name;
      span.textContent = text;
      return span;
    };
    const twist = part('twist', '');
    twist.setAttribute('aria-hidden', 'true');
    element.replaceChildren(twist, part('name', node.label), part('description', node.description));
    if (node.hasChildren) this.mark(element, element.getAttribute('aria-expanded') === 'true');
  }

  private mark(element: HTMLElement, isOpen: boolean): void {
    element.setAttribute('aria-expanded', String(isOpen));
    element.firstElementChild!.textContent = isOpen ? '▾' : '▸';
  }

  private update(node: PageNode): void {
    const row = this.rows.get(node.id);
    if (!row) return;
    this.fill(row.element, node);
    this.rows.set(node.id, { ...row, node });
  }

  private openWanted(nodes: readonly PageNode[]): void {
    for (const { id, isOpen, hasChildren } of nodes) {
      if (!hasChildren) continue;
      if (isOpen && !this.seen.has(id)) this.open.add(id);
      this.seen.add(id);
      if (this.open.has(id)) this.expand(id);
    }
  }

  private expand(id: string): void {
    const { element } = this.rows.get(id)!;
    this.open.add(id);
    this.mark(element, true);
    element.setAttribute('aria-busy', 'true');
    this.say({ type: 'children', id });
    this.onChange(this.current, [...this.open]);
  }

  private collapse(id: string): void {
    const row = this.rows.get(id)!;
    this.open.delete(id);
    this.mark(row.element, false);
    row.element.removeAttribute('aria-busy');
    this.removeBelow(row);
    this.onChange(this.current, [...this.open]);
  }

  private toggle(id: string): void {
    if (!this.rows.get(id)?.node.hasChildren) return;
    if (this.open.has(id)) this.collapse(id);
    else this.expand(id);
  }

  private removeBelow({ element, level }: Row): void {
    for (
      let next = element.nextElementSibling;
      next instanceof HTMLElement && levelOf(next) > level;
      next = element.nextElementSibling
    ) {
      this.rows.delete(next.dataset['id']!);
      next.remove();
    }
  }

  private choose(id: string, withFocus: boolean): void {
    const before = this.chosen === undefined ? undefined : this.rows.get(this.chosen)?.element;
    before?.setAttribute('aria-selected', 'false');
    if (before) before.tabIndex = -1;
    this.chosen = id;
    const { element, node } = this.rows.get(id)!;
    element.setAttribute('aria-selected', 'true');
    element.tabIndex = 0;
    if (withFocus) element.focus();
    this.onChange(node, [...this.open]);
  }

  /** @returns whether the key was handled */
  private press({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
    const row = this.chosen === undefined ? undefined : this.rows.get(this.chosen);
    if (!row || altKey) return false;
    const { node, element, level } = row;
    if (ctrlKey || metaKey) {
      if (key !== 'c') return false;
      this.say({ type: 'copy', id: node.id });
      return true;
    }
    const isOpen = this.open.has(node.id);
    switch (key) {
      case 'ArrowDown':
        return this.move(element.nextElementSibling);
      case 'ArrowUp':
        return this.move(element.previousElementSibling);
      case 'Home':
        return this.move(this.tree.firstElementChild);
      case 'End':
        return this.move(this.tree.lastElementChild);
      case 'ArrowRight':
        if (node.hasChildren && !isOpen) this.expand(node.id);
        else if (isOpen) this.move(element.nextElementSibling);
        return true;
      case 'ArrowLeft':
        if (node.hasChildren && isOpen) this.collapse(node.id);
        else this.move(parentOf(element, level));
        return true;
      case 'Enter':
      case ' ':
        if (node.key !== undefined) this.say({ type: node.key === 'masked' ? 'showKey' : 'hideKey', id: node.id });
        else if (node.hasChildren) this.toggle(node.id);
        else this.say({ type: 'reveal', id: node.id });
        return true;
      default:
        return false;
    }
  }

  private move(element: Element | null | undefined): boolean {
    const id = idOf(element);
    if (id !== undefined) this.choose(id, true);
    return true;
  }
}

function idOf(target: EventTarget | null | undefined): string | undefined {
  return target instanceof Element ? target.closest<HTMLElement>('[role=treeitem]')?.dataset['id'] : undefined;
}

const levelOf = (element: Element): number => Number(element.getAttribute('aria-level'));

function parentOf(element: Element, level: number): Element | null {
  let at = element.previousElementSibling;
  while (at && levelOf(at) >= level) at = at.previousElementSibling;
  return at;
}
