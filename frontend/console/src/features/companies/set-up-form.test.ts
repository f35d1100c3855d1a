import { expect, test } from 'vitest';
import { installCode } from './install-code';
import { faultsByField, originsOf, setUpBody } from './set-up-form';

test.each([
  ['shop.example', ['https://shop.example']],
  ['https://shop.example/cart?x=1', ['https://shop.example']],
  [
    'shop.example, http://localhost:3000\n  www.shop.example',
    ['https://shop.example', 'http://localhost:3000', 'https://www.shop.example'],
  ],
  ['nonsense', [null]],
  ['ftp://shop.example', [null]],
  ['javascript:alert(1)', [null]],
  ['', []],
])('"%s" means the sites %j', (sites, origins) => {
  expect(originsOf(sites)).toEqual(origins);
});

const values = {
  company: ' Alderway Shop ',
  time_zone: 'Europe/Prague',
  language: 'cs',
  name: 'Klára',
  email: ' klara@alderway.example ',
  password: ' spaces count ',
  channel: 'Shop',
  sites: 'shop.example',
};

test('the server is sent what was meant, the password untouched', () => {
  expect(setUpBody(values, true)).toEqual({
    company: { name: 'Alderway Shop', time_zone: 'Europe/Prague', language: 'cs' },
    administrator: { name: 'Klára', email: 'klara@alderway.example', password: ' spaces count ' },
    channel: { name: 'Shop', allowed_sites: ['https://shop.example'] },
  });
});

test('without a channel none is asked for', () => {
  expect(setUpBody(values, false)).not.toHaveProperty('channel');
});

test('what the server finds wrong is shown at the field', () => {
  const faults = [
    { field: 'administrator.email', message: 'Not allowed.' },
    { field: 'channel.allowed_sites.1', message: 'No site.' },
    { field: 'elsewhere', message: 'Unknown.' },
  ];
  expect(faultsByField(faults)).toEqual({ email: 'Not allowed.', sites: 'No site.' });
});

test('the install code is the line that the design gives', () => {
  expect(installCode('https://talk.alderway.example', 'wc_4h2k')).toBe(
    '<script src="https://talk.alderway.example/widget.js" data-channel="wc_4h2k" async></script>',
  );
});
