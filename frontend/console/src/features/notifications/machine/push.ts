import { request } from '../../../foundation/http';
import type { PreferencesView } from '../preferences';
import type { Readiness } from '../readiness';
import { permission } from './notes';
import { serviceWorker } from './worker';

/** A browser that cannot reach its push service never answers. Milliseconds. */
const PATIENCE = 15_000;

function bytesOf(key: string): Uint8Array<ArrayBuffer> {
  const text = atob(key.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

function inTime<Value>(wanted: Promise<Value>): Promise<Value> {
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error('The push service does not answer.')), PATIENCE);
  });
  return Promise.race([wanted, late]);
}

/** "Chrome on Linux", so that he knows his browsers apart. */
function deviceName(): string {
  const agent = navigator.userAgent;
  const browser = ['Edg', 'OPR', 'Firefox', 'Chrome', 'Safari'].find((name) => agent.includes(name));
  const system = ['Android', 'iPhone', 'iPad', 'Windows', 'Mac OS', 'Linux'].find((name) =>
    agent.includes(name),
  );
  const names: Record<string, string> = { Edg: 'Edge', OPR: 'Opera', 'Mac OS': 'macOS' };
  return [browser, system]
    .filter((name) => name !== undefined)
    .map((name) => names[name] ?? name)
    .join(', ');
}

/** Whether this browser may be pushed to, as the server and the browser see it. */
export async function pushState({ push }: PreferencesView): Promise<Readiness['push']> {
  if (permission() === 'unsupported' || !('PushManager' in window)) {
    return 'unsupported';
  }
  const own = push.subscriptions.find(({ current }) => current);
  if (own?.dead_at) {
    return 'dead';
  }
  const held = await (await serviceWorker())?.pushManager.getSubscription();
  return own && held ? 'on' : 'off';
}

/** Subscribes this browser, instead of whatever it had; answers whether that went well. */
export async function subscribeToPush({ push }: PreferencesView): Promise<boolean> {
  const manager = (await serviceWorker())?.pushManager;
  if (!manager || permission() !== 'granted') {
    return false;
  }
  try {
    await (await manager.getSubscription())?.unsubscribe();
    const subscribed = await inTime(
      manager.subscribe({ userVisibleOnly: true, applicationServerKey: bytesOf(push.public_key) }),
    );
    const { endpoint, keys } = subscribed.toJSON();
    await request('POST', '/me/push-subscriptions', { body: { endpoint, keys, device: deviceName() } });
    return true;
  } catch {
    return false;
  }
}
