const PATH = '/service-worker.js';

interface ScriptAddresses {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): { createScriptURL(url: string): string };
}

let vouched: string | null = null;

/** The page's own policy asks that addresses of scripts be vouched for, and lets nobody do so twice by one name. */
function vouchedFor(path: string): string {
  const { trustedTypes } = window as unknown as { trustedTypes?: ScriptAddresses };
  const policy = trustedTypes?.createPolicy('hovor-service-worker', { createScriptURL: () => path });
  return policy ? policy.createScriptURL(path) : path;
}

let registered: Promise<ServiceWorkerRegistration | null> | null = null;

/** The service worker; null where the browser has none (a page without https, a private window), and until asked
 * again where it could not be fetched.
 */
export function serviceWorker(): Promise<ServiceWorkerRegistration | null> {
  registered ??= (async () => {
    try {
      vouched ??= vouchedFor(PATH);
      await navigator.serviceWorker.register(vouched);
      return await navigator.serviceWorker.ready;
    } catch {
      registered = null;
      return null;
    }
  })();
  return registered;
}
