/** The other tabs of the same operator in this browser. */
export interface Tabs {
  /** Does something while no other tab does the same; waits for its turn. */
  alone(act: () => Promise<void>): Promise<void>;
  /** Tells the others that the shelf has changed; with a reference when an item was taken back. */
  tell(takenBack?: string): void;
  hear(listener: (takenBack?: string) => void): () => void;
}

/** Locks need a page served over https; without them two tabs may send the same thing twice, which is harmless. */
async function withoutLock(_name: string, act: () => Promise<void>): Promise<void> {
  await act();
}

export function tabsOf(operatorId: string): Tabs {
  const name = `hovor.outbox.${operatorId}`;
  const channel = new BroadcastChannel(name);
  const lock = navigator.locks ? navigator.locks.request.bind(navigator.locks) : withoutLock;
  return {
    alone: async (act) => {
      await lock(name, act);
    },
    tell: (takenBack) => channel.postMessage(takenBack ?? null),
    hear: (listener) => {
      const told = ({ data }: MessageEvent<string | null>) => listener(data ?? undefined);
      channel.addEventListener('message', told);
      return () => channel.removeEventListener('message', told);
    },
  };
}
