import { make, type Part, type Props } from './parts.ts';

/** Nodes and messages of remote-ui's protocol; their numbers are part of it. */
const MOUNT = 0;
const INSERT_CHILD = 1;
const REMOVE_CHILD = 2;
const UPDATE_TEXT = 3;
const UPDATE_PROPS = 4;
const TEXT = 2;
type Serialized = {
  id: string;
  kind: number;
  type?: string;
  text?: string;
  props?: Props;
  children?: readonly Serialized[];
};

type Built = {
  node: Node;
  children: string[];
  parent: string | null;
  /** Not for texts. */
  component?: { part: Part; type: string; props: Props };
};
type Target = { slot: Node; children: string[]; depth: number };

/** The real elements behind what an extension describes. `look` sees each component's props as they come. */
export function hostTree(body: HTMLElement, look: (type: string, props: Props) => void) {
  const all = new Map<string, Built>();
  const root: string[] = [];

  const target = (id: string | null | undefined): Target => {
    const built = id == null ? undefined : all.get(id);
    if (!built?.component) return { slot: body, children: root, depth: 1 };
    let depth = 1;
    for (let at: Built | undefined = built; at; at = at.parent === null ? undefined : all.get(at.parent))
      if (at.component?.type === 'HeadingGroup') depth += 1;
    return { slot: built.component.part.slot, children: built.children, depth };
  };
  const settle = (id: string | null | undefined | false): void => {
    if (id) all.get(id)?.component?.part.settle?.();
  };

  const build = (one: Serialized, parent: string | null): Node => {
    if (one.kind === TEXT) {
      const node = document.createTextNode(one.text ?? '');
      all.set(one.id, { node, children: [], parent });
      return node;
    }
    const type = one.type ?? '';
    const props = { ...one.props };
    look(type, props);
    const part = make(type, props, target(parent).depth);
    const built: Built = { node: part.element, children: [], parent, component: { part, type, props } };
    all.set(one.id, built);
    for (const child of one.children ?? []) {
      built.children.push(child.id);
      part.slot.append(build(child, one.id));
    }
    part.update(props);
    part.settle?.();
    return part.element;
  };
  const forget = (id: string): void => {
    for (const child of all.get(id)?.children ?? []) forget(child);
    all.delete(id);
  };

  const insert = (
    parentId: string | undefined,
    index: number,
    child: Serialized,
    from: string | false | undefined,
  ) => {
    const known = all.get(child.id);
    if (from !== false && known) {
      const old = target(from);
      old.children.splice(old.children.indexOf(child.id), 1);
      known.parent = parentId ?? null;
      if (from !== parentId) settle(from);
    }
    const { slot, children } = target(parentId);
    const node = from !== false && known ? known.node : build(child, parentId ?? null);
    const after = children[index];
    slot.insertBefore(node, after === undefined ? null : (all.get(after)?.node ?? null));
    children.splice(index, 0, child.id);
    settle(parentId);
  };
  const remove = (parentId: string | undefined, index: number): void => {
    const { children } = target(parentId);
    const [id] = children.splice(index, 1);
    if (id === undefined) return;
    const node = all.get(id)?.node;
    node?.parentNode?.removeChild(node);
    forget(id);
    settle(parentId);
  };

  return {
    receive(type: number, given: readonly unknown[]): void {
      const [id] = given as [string];
      const built = all.get(id);
      if (type === MOUNT) {
        const children = given[0] as readonly Serialized[];
        body.replaceChildren(...children.map((child) => build(child, null)));
        root.push(...children.map((child) => child.id));
      } else if (type === INSERT_CHILD) insert(...(given as Parameters<typeof insert>));
      else if (type === REMOVE_CHILD) remove(...(given as Parameters<typeof remove>));
      else if (type === UPDATE_TEXT && built) built.node.textContent = String(given[1]);
      else if (type === UPDATE_PROPS && built?.component) {
        const { part, props, type: name } = built.component;
        look(name, given[1] as Props);
        part.update(Object.assign(props, given[1]));
      }
    },
  };
}
