const PATH = '/service-worker.js';

interface ScriptAddresses {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): { createScriptURL(url: string): string };
}

/** The page's own policy asks that addresses of scripts be vouched for. */
function vouchedFor(path: string): string {
  const { trustedTypes } = window as unknown as { trustedTypes?: ScriptAddresses };
  const policy = trustedTypes?.createPolicy('hovor-service-worker', { createScriptURL: () => path });
  return policy ? policy.createScriptURL(path) : path;
}

let registered: Promise<ServiceWorkerRegistration | null> | null = null;

/** The service worker; null where the browser has none (a page without https, a private window). */
export function serviceWorker(): Promise<ServiceWorkerRegistration | null> {
  registered ??= (async () => {
    try {
      await navigator.serviceWorker.register(vouchedFor(PATH));
      return await navigator.serviceWorker.ready;
    } catch {
      return null;
    }
  })();
  return registered;
}
