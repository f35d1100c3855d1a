/** How links and codes are shown: the middle of a secret is hidden, nothing else is cut. */
const SHOWN = 4;

/** `talk.alderway.example/i/9fQ2…w7Kd` */
export function shortLink(url: string): string {
  const { host, pathname } = new URL(url);
  const at = pathname.lastIndexOf('/') + 1;
  const secret = pathname.slice(at);
  return `${host}${pathname.slice(0, at)}${secret.slice(0, SHOWN)}…${secret.slice(-SHOWN)}`;
}

/** The last letters, by which a person tells links apart. */
export function ending(url: string): string {
  return url.slice(-SHOWN);
}

/** Where a code is typed: `talk.alderway.example/join`. */
export function joinPlace(url: string): string {
  return `${new URL(url).host}/join`;
}

/** The client's calendar file of an arranged time. */
export function calendarAddress(url: string): string {
  const secret = url.slice(url.lastIndexOf('/') + 1);
  return `/api/v1/public/invitations/${encodeURIComponent(secret)}/calendar.ics`;
}
