import { describe, expect, it } from 'vitest';
import { followed } from './use-fields';

describe('a draft of something that others change', () => {
  const before = { name: 'Sales', ids: ['a'] };

  it('follows where it was not touched', () => {
    expect(followed(before, before, { name: 'Returns', ids: ['a', 'b'] })).toEqual({
      name: 'Returns',
      ids: ['a', 'b'],
    });
  });

  it('keeps what is being typed', () => {
    const draft = { name: 'Sales and', ids: ['a'] };
    expect(followed(draft, before, { name: 'Returns', ids: ['b'] })).toEqual({
      name: 'Sales and',
      ids: ['b'],
    });
  });
});
