import type { Workspace } from './workspace';

/** Remembers what was derived from a workspace, so that it is derived once and stays the same object. */
export function perWorkspace<Value>(
  derive: (workspace: Workspace) => Value,
): (workspace: Workspace) => Value {
  const known = new WeakMap<Workspace, { readonly value: Value }>();
  return (workspace) => {
    const found = known.get(workspace) ?? { value: derive(workspace) };
    known.set(workspace, found);
    return found.value;
  };
}
