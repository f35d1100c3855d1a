import type { PostedFrame } from './frames';

/** A posted message was not taken. */
export class PostFailure extends Error {
  /** The server's code, or `lost`: nobody knows whether it arrived. Post it again with the same `client_ref`. */
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

interface Waiting {
  resolve(frame: PostedFrame): void;
  reject(failure: PostFailure): void;
}

/** Messages that were posted on this connection and are not answered yet. */
export class PendingPosts {
  readonly #waiting = new Map<string, Waiting>();

  /** The answer to the message with this reference. */
  answer(reference: string): Promise<PostedFrame> {
    return new Promise((resolve, reject) => this.#waiting.set(reference, { resolve, reject }));
  }

  posted(frame: PostedFrame): void {
    this.#take(frame.client_ref)?.resolve(frame);
  }

  refused(reference: string, code: string): void {
    this.#take(reference)?.reject(new PostFailure(code));
  }

  /** The connection is gone, so no answer will come. */
  lose(): void {
    for (const reference of [...this.#waiting.keys()]) {
      this.refused(reference, 'lost');
    }
  }

  #take(reference: string): Waiting | undefined {
    const waiting = this.#waiting.get(reference);
    this.#waiting.delete(reference);
    return waiting;
  }
}
