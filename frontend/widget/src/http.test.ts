import { afterEach, describe, expect, test, vi } from 'vitest';
import { finalRefusal, httpTo } from './http';
import { refusal } from './testing';

function answering(response: Response) {
  const fetched = vi.fn((_: string, __: RequestInit) => Promise.resolve(response));
  vi.stubGlobal('fetch', fetched);
  return fetched;
}

afterEach(() => vi.unstubAllGlobals());

describe('a request', () => {
  test('carries the visitor and never a cookie', async () => {
    const fetched = answering(new Response('{"a":1}'));
    const http = httpTo('https://talk.example/api');
    http.token = 'secret';
    await expect(http.json('/messages', { text: 'hi' })).resolves.toEqual({ a: 1 });
    const [url, options] = fetched.mock.calls[0] ?? [];
    expect(url).toBe('https://talk.example/api/messages');
    expect(options).toMatchObject({
      method: 'POST',
      credentials: 'omit',
      headers: { authorization: 'Bearer secret' },
    });
    expect(options?.signal).toBeInstanceOf(AbortSignal);
  });

  test('that is refused tells the code of the problem and how long to wait', async () => {
    answering(new Response('{"code":"rate_limited"}', { status: 429, headers: { 'retry-after': '7' } }));
    await expect(httpTo('').send('/leave', {})).rejects.toEqual(refusal(429, 'rate_limited', 7));
  });

  test('that something in between answers is refused all the same', async () => {
    answering(new Response('<html>', { status: 502 }));
    await expect(httpTo('').send('/leave', {})).rejects.toEqual(refusal(502, 'failed'));
  });
});

test.each([
  [refusal(422, 'details_missing'), true],
  [refusal(404, 'channel_closed'), true],
  [refusal(401, 'not_signed_in'), false],
  [refusal(429, 'rate_limited'), false],
  [refusal(503, 'failed'), false],
  [new TypeError('network'), false],
])('%j is final: %s', (error, final) => {
  expect(finalRefusal(error) !== undefined).toBe(final);
});
