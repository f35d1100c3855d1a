import { type RefObject, useEffect, useRef, useState } from 'react';

interface Row {
  readonly id: string;
}

export interface SteadyRow<Item> {
  readonly item: Item;
  /** It has left the list, and goes as soon as nobody points at it. */
  readonly gone: boolean;
}

/**
 * The next rows for a list that somebody points at: each keeps its place, what has left stays in it, what is
 * new comes at the end.
 */
export function steadyRows<Item extends Row>(
  before: readonly SteadyRow<Item>[],
  items: readonly Item[],
): readonly SteadyRow<Item>[] {
  const now = new Map(items.map((item) => [item.id, item]));
  const known = new Set(before.map(({ item }) => item.id));
  const kept = before.map(({ item }) => ({ item: now.get(item.id) ?? item, gone: !now.has(item.id) }));
  const fresh = items.filter(({ id }) => !known.has(id)).map((item) => ({ item, gone: false }));
  return [...kept, ...fresh];
}

/** Whether the pointer or the keyboard is in an element. */
function useHeld(element: RefObject<HTMLElement | null>): boolean {
  const [pointed, setPointed] = useState(false);
  const [focused, setFocused] = useState(false);
  useEffect(() => {
    const box = element.current;
    if (!box) {
      return;
    }
    const enter = (event: PointerEvent) => setPointed(event.pointerType === 'mouse');
    const leave = () => setPointed(false);
    const focus = () => setFocused(box.querySelector(':focus-visible') !== null);
    const blur = (event: FocusEvent) =>
      !box.contains(event.relatedTarget as Node | null) && setFocused(false);
    box.addEventListener('pointerenter', enter);
    box.addEventListener('pointerleave', leave);
    box.addEventListener('focusin', focus);
    box.addEventListener('focusout', blur);
    return () => {
      box.removeEventListener('pointerenter', enter);
      box.removeEventListener('pointerleave', leave);
      box.removeEventListener('focusin', focus);
      box.removeEventListener('focusout', blur);
    };
  }, [element]);
  return pointed || focused;
}

/** A list that does not move while somebody points at it or has the keyboard in it. */
export function useSteady<Item extends Row>(
  element: RefObject<HTMLElement | null>,
  items: readonly Item[],
): readonly SteadyRow<Item>[] {
  const held = useHeld(element);
  const shown = useRef<readonly SteadyRow<Item>[]>([]);
  const rows = held ? steadyRows(shown.current, items) : items.map((item) => ({ item, gone: false }));
  useEffect(() => {
    shown.current = rows;
  });
  return rows;
}
