/** As a `ref`: the field has focus as soon as it is there, because the operator has just asked for it. */
export function focusAtOnce(field: HTMLElement | null): void {
  field?.focus();
}
