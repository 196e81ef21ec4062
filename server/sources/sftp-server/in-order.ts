import type { Receiving } from "../uploads/desk.ts";
import { UploadRefused } from "../uploads/upload.ts";

/** A file that is written at places: peers keep many writes under way, and some of them overtake others. */
export interface InOrder {
  /** Resolves once the bytes are taken, or wait for those before them. */
  write(offset: number, bytes: Buffer): Promise<void>;
  /** Throws UploadRefused when there is a hole. */
  close(): Promise<void>;
}

/** Bytes of one connection that wait for those before them, whichever file they are of. */
export interface Held {
  bytes: number;
}

const HELD_BYTES = 4_194_304;

export function createInOrder(receiving: Receiving, together: Held): InOrder {
  const held = new Map<number, Buffer>();
  const forget = () => {
    for (const bytes of held.values()) together.bytes -= bytes.length;
    held.clear();
  };
  const refuse = async (text: string): Promise<never> => {
    forget();
    await receiving.drop();
    throw new UploadRefused(text);
  };
  return {
    async write(offset, bytes) {
      if (offset < receiving.length() || held.has(offset))
        await refuse("What was sent before cannot be written over. Send the file from its start.");
      if (offset !== receiving.length()) {
        if (together.bytes + bytes.length > HELD_BYTES)
          await refuse("This is not where the file goes on. Send it from its start.");
        together.bytes += bytes.length;
        held.set(offset, Buffer.from(bytes));
        return;
      }
      await receiving.write(bytes);
      for (let next = held.get(receiving.length()); next !== undefined; next = held.get(receiving.length())) {
        held.delete(receiving.length());
        together.bytes -= next.length;
        await receiving.write(next);
      }
    },
    async close() {
      if (held.size > 0) await refuse("Something is missing in the middle of the file. Send it again.");
      await receiving.close();
    },
  };
}
