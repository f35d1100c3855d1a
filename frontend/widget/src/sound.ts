/** A soft sound for a message that comes while nobody looks. Fetched with the first of them; never before a gesture. */

const KEY = 'hovor:quiet';

export function isQuiet(): boolean {
  try {
    return localStorage.getItem(KEY) !== null;
  } catch {
    return false;
  }
}

/** Kept in this browser, because the visitor has asked for it. */
export function beQuiet(quiet: boolean): void {
  try {
    if (quiet) {
      localStorage.setItem(KEY, '1');
    } else {
      localStorage.removeItem(KEY);
    }
  } catch {
    // Storage is forbidden: then it holds for as long as nothing is said.
  }
}

let audio: AudioContext | undefined;

/** Two short tones, the second one higher. */
export function chime(): void {
  if (isQuiet()) {
    return;
  }
  audio ??= new AudioContext();
  const gain = audio.createGain();
  const start = audio.currentTime;
  gain.connect(audio.destination);
  gain.gain.setValueAtTime(0.08, start);
  gain.gain.exponentialRampToValueAtTime(0.001, start + 0.5);
  for (const [pitch, after] of [
    [660, 0],
    [880, 0.12],
  ] as const) {
    const tone = audio.createOscillator();
    tone.frequency.value = pitch;
    tone.connect(gain);
    tone.start(start + after);
    tone.stop(start + after + 0.35);
  }
}
