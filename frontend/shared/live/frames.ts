/** The frames of `/api/v1/live`: JSON texts, one per WebSocket message. */

/** How the first frame says who one is: a console's ticket (single use) or a visitor's token. */
export type Credentials = { readonly ticket: string } | { readonly visitor_token: string };

export interface ReadyFrame {
  readonly type: 'ready';
  readonly position: number;
  /** The server pings at least this often; twice that without a word means that the connection is dead. */
  readonly heartbeat_seconds: number;
  /** How the server speaks of this connection. */
  readonly connection_id: string;
}

export interface EventFrame {
  readonly type: 'event';
  readonly position: number;
  readonly event: string;
  readonly data: unknown;
}

export interface PingFrame {
  readonly type: 'ping';
  readonly position: number;
}

/** What was missed cannot be given again: fetch the snapshot. */
export interface ResyncFrame {
  readonly type: 'resync';
}

/** Something unrecorded and short-lived, such as typing. */
export interface SignalFrame {
  readonly type: 'signal';
  readonly signal: string;
  readonly [name: string]: unknown;
}

/** Numbers that change too often to be recorded; the last one wins. */
export interface CountersFrame {
  readonly type: 'counters';
  readonly [name: string]: unknown;
}

export interface ErrorFrame {
  readonly type: 'error';
  readonly code: string;
  readonly reference?: string;
}

/** From this position on the events of this conversation come, too. */
export interface WatchingFrame {
  readonly type: 'watching';
  readonly conversation_id: string;
  readonly position: number;
}

export type ServerFrame =
  | ReadyFrame
  | EventFrame
  | PingFrame
  | ResyncFrame
  | SignalFrame
  | CountersFrame
  | ErrorFrame
  | WatchingFrame;
