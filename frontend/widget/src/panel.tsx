import { render } from 'preact';

export function open(root: ShadowRoot): void {
  render(<h1>Hovor</h1>, root);
}
