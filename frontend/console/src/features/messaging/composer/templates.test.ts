import { describe, expect, test } from 'vitest';
import { aConversation } from '../../../foundation/testing/views';
import { fillTemplate, insertTemplate, matchingTemplates, templateQuery, variablesOf } from './templates';

function aTemplate(name: string, text = '') {
  return { id: name, version: 1, name, language: 'en', text };
}

describe('the query', () => {
  test('begins with # at the start or after a space, up to the caret', () => {
    expect(templateQuery('#re', 3)).toEqual({ words: 're', start: 0, end: 3 });
    expect(templateQuery('Hello #', 7)).toEqual({ words: '', start: 6, end: 7 });
    expect(templateQuery('Hello\n#ret urn', 10)).toEqual({ words: 'ret', start: 6, end: 10 });
  });

  test('is none in the middle of a word, or after it has ended', () => {
    expect(templateQuery('order#12', 8)).toBeNull();
    expect(templateQuery('#re ', 4)).toBeNull();
    expect(templateQuery('C##', 3)).toBeNull();
    expect(templateQuery('plain', 5)).toBeNull();
  });
});

test('names that begin with the words come first, then names, then texts; accents do not matter', () => {
  const templates = [
    aTemplate('b-text', 'about returns'),
    aTemplate('no-return'),
    aTemplate('returns'),
    aTemplate('Réturn-2'),
    aTemplate('other'),
  ];
  expect(matchingTemplates(templates, 'return').map(({ name }) => name)).toEqual([
    'Réturn-2',
    'returns',
    'no-return',
    'b-text',
  ]);
});

describe('filling', () => {
  const conversation = aConversation('c1', {
    client: { id: 'x', name: 'Jana Horáková', email: null, phone: null, language: null },
    parameters: [{ name: 'Order', value: '20451', read_only: true, source: 'page' }],
  });
  const variables = variablesOf(conversation, { name: 'Klára Novotná', public_name: 'Klára' });

  test('knows the client, the operator and the parameters', () => {
    const pieces = fillTemplate('Hello {first_name}, order {order}. {Operator}', variables);
    expect(pieces.map(({ text }) => text).join('')).toBe('Hello Jana, order 20451. Klára');
  });

  test('leaves what is missing to be written, and selects the first of it', () => {
    const pieces = fillTemplate('On {date} for {order} at {time}', variables);
    const { text, selection } = insertTemplate('Well, #cou', { start: 6, end: 10 }, pieces);
    expect(text).toBe('Well, On {date} for 20451 at {time}');
    expect(text.slice(...selection)).toBe('{date}');
  });

  test('puts the caret behind when nothing is missing, and keeps what follows', () => {
    const { text, selection } = insertTemplate('#hi there', { start: 0, end: 3 }, fillTemplate('Hello', {}));
    expect(text).toBe('Hello there');
    expect(selection).toEqual([5, 5]);
  });

  test('does not know a client without a name', () => {
    const nameless = variablesOf(aConversation('c2'), { name: 'Klára', public_name: 'Klára' });
    expect(fillTemplate('{client}', nameless)).toEqual([{ text: '{client}', kind: 'missing' }]);
  });
});
