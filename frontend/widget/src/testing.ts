/** What the tests of the panel's logic share: lines as the server gives them, and a server behind a bad network. */
import type { Message } from './contract';
import type { Http, Refusal } from './http';

export function lineOf(number: number, values: Partial<Message> = {}): Message {
  return {
    id: `m${number}`,
    version: 1,
    conversation_id: 'c1',
    number,
    author: { kind: 'client', name: null },
    client_ref: null,
    text: `line ${number}`,
    files: [],
    at: '2026-11-29T10:00:00Z',
    delivery: null,
    change: null,
    ...values,
  };
}

export interface Posted {
  readonly client_ref: string;
  readonly text: string | null;
}

/** Keeps what it is sent, each reference once, as the real one does. */
export class Server implements Http {
  readonly base = '';
  token: string | null = 'token';
  readonly kept: Posted[] = [];
  readonly details: object[] = [];
  attempts = 0;
  /** What becomes of the next attempts. */
  network: () => 'good' | 'lost before' | 'lost after' | Refusal = () => 'good';

  send = (path: string, body?: object): Promise<Response> => {
    const luck = this.network();
    this.attempts += 1;
    if (luck === 'lost before') {
      return Promise.reject(new TypeError('network'));
    }
    if (typeof luck === 'object') {
      return Promise.reject(luck);
    }
    if (path === '/details') {
      this.details.push(body as object);
    } else if (!this.kept.some(({ client_ref }) => client_ref === (body as Posted).client_ref)) {
      this.kept.push(body as Posted);
    }
    return luck === 'good' ? Promise.resolve(new Response('{}')) : Promise.reject(new TypeError('network'));
  };

  json = async <Answer>(path: string, body?: object): Promise<Answer> => (await this.send(path, body)).json();

  get texts(): (string | null)[] {
    return this.kept.map(({ text }) => text);
  }
}

export function refusal(status: number, code: string, retryAfterSeconds = 0): Refusal {
  return { status, code, retryAfterSeconds };
}
