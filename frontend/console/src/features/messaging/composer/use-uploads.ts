import { useEffect, useRef, useState } from 'react';
import type { FileView } from '../../../../../shared/api/views';
import { newIdempotencyKey, Refusal } from '../../../foundation/http';
import { type Upload, upload } from '../../../foundation/upload';

/** A file on its way. It is on no draft until it has arrived. */
export interface Uploading {
  readonly key: string;
  readonly file: File;
  /** How much has gone, from 0 to 1. */
  readonly share: number;
  /** The server's code when it was refused or did not arrive. */
  readonly failed: string | null;
}

/** Uploads of one composer. What has arrived is given away at once; leaving the composer cancels the rest. */
export function useUploads(onArrived: (file: FileView) => void) {
  const [uploads, setUploads] = useState<readonly Uploading[]>([]);
  const running = useRef(new Map<string, Upload>());
  const arrived = useRef(onArrived);
  useEffect(() => {
    arrived.current = onArrived;
  });
  useEffect(() => {
    const all = running.current;
    return () => {
      for (const { cancel } of all.values()) {
        cancel();
      }
    };
  }, []);

  const change = (key: string, changes: Partial<Uploading>) =>
    setUploads((before) => before.map((one) => (one.key === key ? { ...one, ...changes } : one)));
  const remove = (key: string) => {
    running.current.get(key)?.cancel();
    running.current.delete(key);
    setUploads((before) => before.filter((one) => one.key !== key));
  };
  const run = async ({ key, file }: Pick<Uploading, 'key' | 'file'>) => {
    const going = upload(file, (share) => change(key, { share }));
    running.current.set(key, going);
    try {
      arrived.current(await going.done);
      remove(key);
    } catch (failure) {
      if (failure instanceof Refusal) {
        change(key, { failed: failure.code });
      }
    }
  };
  const start = (files: Iterable<File>) => {
    for (const file of files) {
      const uploading = { key: newIdempotencyKey(), file, share: 0, failed: null };
      setUploads((before) => [...before, uploading]);
      run(uploading);
    }
  };
  const retry = (uploading: Uploading) => {
    change(uploading.key, { share: 0, failed: null });
    run(uploading);
  };
  return { uploads, start, remove, retry };
}
