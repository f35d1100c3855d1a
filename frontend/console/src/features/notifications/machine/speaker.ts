import { type Sound, samplesOf } from './sounds';

export type SpeakerState = 'on' | 'blocked' | 'unsupported';

/** How long the browser may take to begin with a sound. Milliseconds. */
const BEGINS = 1000;
const GESTURES = ['pointerdown', 'keydown', 'touchend'] as const;

/**
 * Plays sounds. A browser lets a page sound only after its operator has pressed something there; until then
 * the state is `blocked`, and nothing is tried, because the browser would complain.
 */
export class Speaker {
  readonly #changed: (state: SpeakerState) => void;
  readonly #stop: () => void;
  #context: AudioContext | null = null;
  #state: SpeakerState = 'blocked';

  constructor(changed: (state: SpeakerState) => void) {
    this.#changed = changed;
    const unlock = () => {
      this.unlock();
    };
    for (const gesture of GESTURES) {
      addEventListener(gesture, unlock, { capture: true, passive: true });
    }
    this.#stop = () => {
      for (const gesture of GESTURES) {
        removeEventListener(gesture, unlock, { capture: true });
      }
    };
    if (!('AudioContext' in window)) {
      this.#become('unsupported');
    } else if (navigator.userActivation?.hasBeenActive || matchMedia('(display-mode: standalone)').matches) {
      this.unlock();
    }
  }

  get state(): SpeakerState {
    return this.#state;
  }

  /** Has the browser allow sounds; of use only while the operator is pressing something. */
  async unlock(): Promise<void> {
    if (this.#state === 'unsupported' || (this.#state === 'on' && this.#context?.state === 'running')) {
      return;
    }
    this.#context ??= this.#open();
    await this.#context.resume().catch(() => undefined);
    this.#look();
  }

  /** Plays a sound at a volume in percent; answers whether it is really playing. */
  async play(sound: Sound, volume: number): Promise<boolean> {
    const context = this.#context;
    if (context?.state !== 'running' || volume <= 0) {
      return false;
    }
    const samples = samplesOf(sound, context.sampleRate);
    const buffer = context.createBuffer(1, samples.length, context.sampleRate);
    buffer.copyToChannel(samples, 0);
    const source = context.createBufferSource();
    const gain = context.createGain();
    // An ear hears a square as even steps.
    gain.gain.value = (volume / 100) ** 2;
    source.buffer = buffer;
    source.connect(gain).connect(context.destination);
    return await this.#begins(context, source);
  }

  stop(): void {
    this.#stop();
    this.#context?.close().catch(() => undefined);
  }

  /** The end of the sound is the proof that time has passed in it, which it does not where nothing plays. */
  #begins(context: AudioContext, source: AudioBufferSourceNode): Promise<boolean> {
    const before = context.currentTime;
    return new Promise((resolve) => {
      source.onended = () => resolve(context.currentTime > before);
      setTimeout(() => resolve(context.currentTime > before), BEGINS);
      source.start();
    });
  }

  #open(): AudioContext {
    const context = new AudioContext();
    context.onstatechange = () => this.#look();
    return context;
  }

  #look(): void {
    this.#become(this.#context?.state === 'running' ? 'on' : 'blocked');
  }

  #become(state: SpeakerState): void {
    this.#state = state;
    this.#changed(state);
  }
}
