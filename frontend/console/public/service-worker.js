/**
 * Shows what is pushed when no page of Hovor is open, and does what is pressed on a note. It keeps nothing and
 * caches nothing. What is pushed has the declarative form, so that a browser can show it without this script,
 * too; a client's words are never in it.
 */
const API = '/api/v1';
/** Held by whoever shows or looks, as in the pages: Chromium forgets a note that is being shown meanwhile. */
const ALONE = 'hovor.notes';

/** Tells the server; when that does not work, its own patience takes over. */
function tell(path, body) {
  const headers = { 'Content-Type': 'application/json' };
  return fetch(API + path, { method: 'POST', headers, body: JSON.stringify(body) }).catch(() => undefined);
}

async function show({ notification, hovor }) {
  const { title, lang, tag, navigate, silent } = notification;
  const { notification_id = null, what = '' } = hovor ?? {};
  const note = {
    lang,
    tag: notification_id ?? tag,
    silent,
    data: { notification_id, navigate, offer_id: null, what },
  };
  await navigator.locks.request(ALONE, () => self.registration.showNotification(title, note));
  if (notification_id) {
    await tell(`/notifications/${encodeURIComponent(notification_id)}/shown`, { by: ['notification'] });
  }
}

/** Brings a page of Hovor to the front, at this place; opens one where there is none. */
async function open(path) {
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const page = pages.find(({ focused }) => focused) ?? pages[0];
  if (!page) {
    await self.clients.openWindow(path);
    return;
  }
  // A browser may refuse to bring it to the front; it goes to the place all the same.
  await page.focus().catch(() => undefined);
  page.postMessage({ type: 'navigate', path });
}

async function answer({ action, notification: { data } }) {
  const { offer_id, navigate } = data;
  if (offer_id && action === 'decline') {
    await tell(`/offers/${encodeURIComponent(offer_id)}/decline`, {});
    return;
  }
  if (offer_id && action === 'accept') {
    const answered = await tell(`/offers/${encodeURIComponent(offer_id)}/accept`, {});
    const taken = answered?.ok ? (await answered.json()).conversation : null;
    await open(taken ? `/conversations/${encodeURIComponent(taken.id)}` : '/');
    return;
  }
  await open(navigate);
}

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('push', (event) => {
  event.waitUntil(show(event.data.json()));
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(answer(event));
});

/** Put away by hand: so it goes everywhere. An offer stays, because putting away is no answer. */
self.addEventListener('notificationclose', (event) => {
  const { notification_id, offer_id } = event.notification.data ?? {};
  if (notification_id && !offer_id) {
    event.waitUntil(tell(`/notifications/${encodeURIComponent(notification_id)}/cleared`, {}));
  }
});

self.addEventListener('pushsubscriptionchange', (event) => {
  const { oldSubscription, newSubscription } = event;
  const subscribe = async () => {
    const next =
      newSubscription ?? (await self.registration.pushManager.subscribe(oldSubscription?.options ?? {}));
    const { endpoint, keys } = next.toJSON();
    await tell('/me/push-subscriptions', { endpoint, keys });
  };
  event.waitUntil(subscribe());
});
