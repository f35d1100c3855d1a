import { useEffect } from 'react';

/** The size of the tab's icon, in px. */
const SIZE = 64;

/** Draws Hovor's icon with the number in its corner; null where the browser cannot draw. */
function iconWith(count: number, plain: HTMLImageElement): Promise<Blob | null> {
  const canvas = document.createElement('canvas');
  canvas.width = SIZE;
  canvas.height = SIZE;
  const pen = canvas.getContext('2d');
  if (!pen) {
    return Promise.resolve(null);
  }
  const colours = getComputedStyle(document.documentElement);
  pen.drawImage(plain, 0, 0, SIZE, SIZE);
  pen.fillStyle = colours.getPropertyValue('--bad');
  pen.beginPath();
  pen.arc(SIZE - 22, SIZE - 22, 22, 0, 2 * Math.PI);
  pen.fill();
  pen.fillStyle = colours.getPropertyValue('--on-bad');
  pen.font = '600 32px system-ui, sans-serif';
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.fillText(count > 9 ? '9+' : String(count), SIZE - 22, SIZE - 20);
  return new Promise((resolve) => canvas.toBlob(resolve));
}

/** The number that the icon is to show; drawing takes a while, and only the newest counts. */
let wanted = 0;

async function markIcon(count: number): Promise<void> {
  const link = document.querySelector<HTMLLinkElement>('link[rel=icon]');
  if (!link) {
    return;
  }
  wanted = count;
  link.dataset['plain'] ??= link.href;
  const plain = link.dataset['plain'];
  let drawn: Blob | null = null;
  if (count > 0) {
    const image = new Image();
    image.src = plain;
    await image.decode();
    drawn = await iconWith(count, image);
  }
  if (wanted === count) {
    URL.revokeObjectURL(link.href);
    // Our own policy allows pictures by blob:, and none by data:.
    link.href = drawn ? URL.createObjectURL(drawn) : plain;
  }
}

/** Shows the number of what is unread in the tab's title, its icon and the installed app's badge. */
export function useUnreadMark(count: number): void {
  useEffect(() => {
    document.title = count > 0 ? `(${count}) Hovor` : 'Hovor';
    // An icon that cannot be drawn stays plain; the title says the number.
    markIcon(count).catch(() => undefined);
    navigator.setAppBadge?.(count).catch(() => undefined);
  }, [count]);
}
