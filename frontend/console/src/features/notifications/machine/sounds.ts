/** What can be heard: an offer, a message, the soft tick in an active window. */
export type Sound = 'offer' | 'message' | 'tick';

interface Tone {
  /** Seconds from the beginning of the sound. */
  readonly at: number;
  readonly hertz: number;
  readonly seconds: number;
  /** Of the whole, between 0 and 1. */
  readonly strength: number;
}

/** Two clear steps upwards for an offer, one soft double for a message; each is shorter than a second. */
const TONES: Readonly<Record<Sound, readonly Tone[]>> = {
  offer: [
    { at: 0, hertz: 659.25, seconds: 0.22, strength: 0.8 },
    { at: 0.18, hertz: 880, seconds: 0.22, strength: 0.8 },
    { at: 0.42, hertz: 659.25, seconds: 0.18, strength: 0.6 },
    { at: 0.58, hertz: 880, seconds: 0.34, strength: 0.8 },
  ],
  message: [
    { at: 0, hertz: 783.99, seconds: 0.14, strength: 0.6 },
    { at: 0.12, hertz: 1046.5, seconds: 0.26, strength: 0.6 },
  ],
  tick: [{ at: 0, hertz: 1174.66, seconds: 0.06, strength: 0.25 }],
};

/** Swells so quickly that nothing clicks. Seconds. */
const ATTACK = 0.006;

export function secondsOf(sound: Sound): number {
  return Math.max(...TONES[sound].map(({ at, seconds }) => at + seconds));
}

/** The sound as samples between -1 and 1: sines with a little of their octave that die away. */
export function samplesOf(sound: Sound, rate: number): Float32Array<ArrayBuffer> {
  const samples = new Float32Array(Math.ceil(secondsOf(sound) * rate));
  for (const { at, hertz, seconds, strength } of TONES[sound]) {
    const first = Math.floor(at * rate);
    const count = Math.floor(seconds * rate);
    for (let i = 0; i < count; i++) {
      const time = i / rate;
      const swell = Math.min(1, time / ATTACK, (seconds - time) / ATTACK);
      const fade = Math.exp((-4 * time) / seconds);
      const wave = Math.sin(2 * Math.PI * hertz * time) + 0.25 * Math.sin(4 * Math.PI * hertz * time);
      const place = first + i;
      samples[place] = Math.max(
        -1,
        Math.min(1, (samples[place] ?? 0) + (strength * swell * fade * wave) / 1.25),
      );
    }
  }
  return samples;
}
