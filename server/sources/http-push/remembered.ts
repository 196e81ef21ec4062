import { createHash } from "node:crypto";

/** What was answered to requests that carry a key of their own, for as long as it fits; a restart forgets it, and ingest does not. */
export interface Remembered {
  /**
   * Runs `work` once for a key: who repeats it, or comes while it runs, gets what it came to. "other": the key was used for other
   * bytes. A failure is not remembered.
   */
  once(key: string, body: Buffer, work: () => Promise<void>): Promise<"done" | "repeat" | "other">;
}

export function createRemembered(limit: number): Remembered {
  const known = new Map<string, { readonly body: string; readonly done: Promise<void> }>();
  return {
    async once(key, body, work) {
      const name = digest(key);
      const hash = digest(body);
      const found = known.get(name);
      if (found !== undefined) {
        if (found.body !== hash) return "other";
        await found.done;
        return "repeat";
      }
      const done = work();
      known.set(name, { body: hash, done });
      // The oldest goes: a sender repeats within minutes or hours.
      for (const oldest of known.keys()) {
        if (known.size <= limit) break;
        known.delete(oldest);
      }
      try {
        await done;
      } catch (error) {
        known.delete(name);
        throw error;
      }
      return "done";
    },
  };
}

function digest(of: string | Buffer): string {
  return createHash("sha256").update(of).digest("base64");
}
