import { expect, test } from 'vitest';
import { linkify } from './linkify';

test('addresses are found, what ends the sentence stays outside', () => {
  expect(linkify('See https://shop.example/boots?size=40#a. Or not')).toEqual([
    'See ',
    { address: 'https://shop.example/boots?size=40#a' },
    '. Or not',
  ]);
  expect(linkify('(http://a.example/x)!')).toEqual(['(', { address: 'http://a.example/x' }, ')!']);
  expect(linkify('http://a.example/x_(y)')).toEqual([{ address: 'http://a.example/x_(y)' }]);
});

test('nothing else is ever an address', () => {
  const hostile = ['javascript:alert(1)', 'data:text/html,x', 'https://', 'xhttp:/a', 'ftp://a.example'];
  for (const text of hostile) {
    expect(linkify(text)).toEqual([text]);
  }
});

test('no character is lost or doubled, whatever the text', () => {
  const texts = [
    '',
    'plain',
    'a https://b.example c https://d.example',
    '<b>https://e.example</b>',
    '😀https://f.example😀',
  ];
  for (const text of texts) {
    const joined = linkify(text).map((piece) => (typeof piece === 'string' ? piece : piece.address));
    expect(joined.join('')).toBe(text);
  }
});
