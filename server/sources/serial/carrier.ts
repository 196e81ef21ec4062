import type { Wire } from "../conversation/wire.ts";

/** As a modem says it between what it brings, with line ends of its own before and behind. */
const LOST = Buffer.from("\r\nNO CARRIER\r\n");
/** The word is said in one go: what has only begun like it and goes no further belongs to a record. */
const WORD_MS = 1_000;

/**
 * The data state of a modem. It ends where the modem says that the carrier is gone; the line end that the modem puts before the word
 * is none of the record that was under way, which is therefore broken off.
 * `ahead`: what came behind CONNECT already.
 */
export function untilCarrierLost(wire: Wire, ahead: Buffer = Buffer.alloc(0)): Wire {
  let held = Buffer.from(ahead);
  let over = false;
  const given = (end: number): Buffer => {
    const bytes = held.subarray(0, end);
    held = held.subarray(end);
    return bytes;
  };
  return {
    async next(ms) {
      const until = performance.now() + ms;
      for (;;) {
        if (over && held.length === 0) return "over";
        const lost = held.indexOf(LOST);
        if (lost >= 0) {
          over = true;
          const bytes = held.subarray(0, lost);
          held = Buffer.alloc(0);
          if (bytes.length > 0) return bytes;
          continue;
        }
        const end = over ? held.length : held.length - beginsAtEnd(held);
        if (end > 0) return given(end);
        const left = until - performance.now();
        const chunk = await wire.next(Math.max(0, held.length > 0 ? Math.min(left, WORD_MS) : left));
        if (chunk === "over") over = true;
        else if (chunk !== null) held = Buffer.concat([held, chunk]);
        else if (held.length > 0) return given(held.length);
        else return null;
      }
    },
    write: (bytes) => wire.write(bytes),
    close: () => wire.close(),
    inOrder: false,
    get closed() {
      return over || wire.closed;
    },
  };
}

/** How many bytes at the end may be the beginning of the word. */
function beginsAtEnd(held: Buffer): number {
  for (let length = Math.min(LOST.length - 1, held.length); length > 0; length--)
    if (held.subarray(held.length - length).equals(LOST.subarray(0, length))) return length;
  return 0;
}
