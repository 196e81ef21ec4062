import type { Receiving } from "../uploads/desk.ts";
import { UploadRefused } from "../uploads/upload-refused.ts";

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
  let refused = false;
  const refuse = async (text: string): Promise<never> => {
    forget();
    refused = true;
    await receiving.drop();
    throw new UploadRefused(text, "place");
  };
  // Whatever of the file is on its way yet is answered so too, and counted once.
  const check = () => {
    if (refused) throw new UploadRefused("Nothing of this file is taken. Send it again.", null);
  };
  const take = async (bytes: Buffer) => {
    try {
      await receiving.write(bytes);
    } catch (error) {
      refused = true;
      throw error;
    }
  };
  return {
    async write(offset, bytes) {
      check();
      if (offset < receiving.length() || held.has(offset))
        await refuse("What was sent before cannot be written over. Send the file from its start.");
      if (offset !== receiving.length()) {
        if (together.bytes + bytes.length > HELD_BYTES)
          await refuse("This is not where the file goes on. Send it from its start.");
        together.bytes += bytes.length;
        held.set(offset, Buffer.from(bytes));
        return;
      }
      await take(bytes);
      for (let next = held.get(receiving.length()); next !== undefined; next = held.get(receiving.length())) {
        held.delete(receiving.length());
        together.bytes -= next.length;
        await take(next);
      }
    },
    async close() {
      check();
      if (held.size > 0) await refuse("Something is missing in the middle of the file. Send it again.");
      await receiving.close();
    },
  };
}
