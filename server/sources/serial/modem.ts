import { setTimeout as pause } from "node:timers/promises";
import type { Wire } from "../conversation/wire.ts";
import { SourceTrouble } from "../problem.ts";

/** What a modem says in its command state (ITU-T V.250), and what that means for us. */
const ANSWERS =
  /^(OK|ERROR|CONNECT(?: .*)?|RING|NO CARRIER|NO DIALTONE|NO DIAL TONE|BUSY|NO ANSWER|DELAYED|BLACKLISTED)$/;
const LONGEST_LINE = 200;
const COMMAND_MS = 5_000;
const DIAL_TRIES = 3;

/** The command state of a modem: what is left of a line when data begin goes to whoever reads on. */
export interface Modem {
  /** Throws SourceTrouble "device-away" for a modem that does not answer, "protocol-broken" for one that refuses. */
  prepare(init: string): Promise<void>;
  /** Throws SourceTrouble "unreachable" for what is busy or does not answer. */
  dial(number: string, ms: number): Promise<void>;
  /** Waits for a call and takes it; false when none came in so many milliseconds. */
  answer(ms: number, connectMs: number): Promise<boolean>;
  /** What came behind CONNECT. */
  ahead(): Buffer;
}

export function createModem(wire: Wire): Modem {
  let held = Buffer.alloc(0);
  const answer = async (ms: number): Promise<string | null> => {
    const until = performance.now() + ms;
    for (;;) {
      const end = held.findIndex((byte) => byte === 0x0a || byte === 0x0d);
      if (end >= 0) {
        const line = held.toString("latin1", 0, end).trim();
        // CONNECT is followed by its own line feed, and then by data.
        const isBoth = held[end] === 0x0d && held[end + 1] === 0x0a;
        if (ANSWERS.test(line) && line.startsWith("CONNECT") && held[end] === 0x0d && held.length === end + 1) {
          const chunk = await wire.next(Math.min(200, Math.max(0, until - performance.now())));
          if (chunk !== null && chunk !== "over") held = Buffer.concat([held, chunk]);
          held = held.subarray(end + (held[end + 1] === 0x0a ? 2 : 1));
          return line;
        }
        held = held.subarray(end + (isBoth ? 2 : 1));
        if (ANSWERS.test(line)) return line;
        continue;
      }
      if (held.length > LONGEST_LINE) held = held.subarray(held.length - LONGEST_LINE);
      const chunk = await wire.next(Math.max(0, until - performance.now()));
      if (chunk === "over") throw new SourceTrouble("device-away");
      if (chunk === null) return null;
      held = Buffer.concat([held, chunk]);
    }
  };
  const command = async (text: string, ms = COMMAND_MS): Promise<string> => {
    await wire.write(Buffer.from(`${text}\r`, "latin1"));
    for (;;) {
      const said = await answer(ms);
      if (said === null) throw new SourceTrouble("device-away");
      if (said !== "RING" && said !== "NO CARRIER") return said;
    }
  };
  const connected = async (ms: number): Promise<boolean> => {
    const said = await answer(ms);
    return said?.startsWith("CONNECT") === true;
  };
  return {
    async prepare(init) {
      // The line end sends off what a break of our own may have left in the modem's mind.
      await wire.write(Buffer.from("\r"));
      await pause(50);
      for (const text of [...(init === "" ? [] : [init]), "ATE0V1", "ATS0=0"]) {
        const said = await command(text);
        if (said !== "OK") throw new SourceTrouble("protocol-broken");
      }
    },
    async dial(number, ms) {
      await wire.write(Buffer.from(`ATD${number.replaceAll(/[ -]/g, "")}\r`, "latin1"));
      for (let rings = 0; rings < DIAL_TRIES; rings++) {
        const said = await answer(ms);
        if (said?.startsWith("CONNECT") === true) return;
        if (said !== "RING")
          throw new SourceTrouble(said === null ? "timed-out" : said === "ERROR" ? "protocol-broken" : "unreachable");
      }
      throw new SourceTrouble("unreachable");
    },
    async answer(ms, connectMs) {
      const said = await answer(ms);
      if (said !== "RING") return false;
      await wire.write(Buffer.from("ATA\r"));
      for (let rings = 0; rings < DIAL_TRIES; rings++) if (await connected(connectMs)) return true;
      return false;
    },
    ahead: () => {
      const rest = held;
      held = Buffer.alloc(0);
      return rest;
    },
  };
}
