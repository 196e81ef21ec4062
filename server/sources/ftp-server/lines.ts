import type { Duplex } from "node:stream";

const LONGEST_LINE = 4_096;
const MOST_WAITING = 64;

/** The commands of a control connection, one after the other; what cannot wait is looked at as it comes. */
export interface Lines {
  /** Stops reading; answers whether bytes had come already that are not read yet. */
  detach(): boolean;
}

/**
 * `handle` is awaited before the next line; `urgent` sees each at once. A peer that sends endless lines, or many more than it is
 * answered, is let go.
 */
export function readLines(
  stream: Duplex,
  handle: (line: string) => Promise<void>,
  urgent: (line: string) => void,
): Lines {
  let rest = Buffer.alloc(0);
  const waiting: string[] = [];
  let working = false;
  let detached = false;
  const work = async () => {
    if (working) return;
    working = true;
    for (let line = waiting.shift(); line !== undefined; line = waiting.shift()) await handle(line);
    working = false;
  };
  const onData = (bytes: Buffer) => {
    rest = Buffer.concat([rest, bytes]);
    for (let end = rest.indexOf(LF); end >= 0 && !detached; end = rest.indexOf(LF)) {
      const line = textOf(rest.subarray(0, end));
      rest = rest.subarray(end + 1);
      urgent(line);
      waiting.push(line);
      void work().catch(() => stream.destroy());
    }
    if (rest.length > LONGEST_LINE || waiting.length > MOST_WAITING) stream.destroy();
  };
  stream.on("data", onData);
  return {
    detach() {
      detached = true;
      stream.off("data", onData);
      return rest.length > 0 || waiting.length > 0;
    },
  };
}

/** Without the marks of a terminal that some clients send before they interrupt. */
function textOf(line: Buffer): string {
  const plain = line.filter((byte, at) => byte < 0xf0 || !(byte === 0xff || line[at - 1] === 0xff));
  return Buffer.from(plain).toString("utf8").replace(/\r$/, "");
}

const LF = 0x0a;
