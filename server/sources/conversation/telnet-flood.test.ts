import assert from "node:assert/strict";
import { Duplex } from "node:stream";
import { test } from "node:test";
import { takenBy } from "../tcp/tcp-fixture.ts";
import { Lines } from "../tcp/lines.ts";
import { conversationNamed } from "./catalogue.ts";

const CHUNK = 3_000;
/** What a wire keeps unread, and what its stream keeps behind it. */
const MOST_READ = 131_072 + 65_536 + 2 * CHUNK;

test("a system that wishes options without end and reads no answer is not read on, and goes on once it reads", async () => {
  const { system, line, taken } = await flooded("mitel-1752");
  await turns(2_000);
  assert.ok(system.writableLength <= CHUNK, `${system.writableLength} bytes of answers wait`);
  assert.ok(system.sent <= MOST_READ, `${system.sent} bytes were read`);
  system.say("one\n");
  system.listen();
  await line.over;
  assert.deepEqual(taken.texts(), ["one"]);
});

test("one that never reads them is left, and what it had sent is taken", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { system, line, taken } = await flooded("mitel-1752", "one\n");
  await turns(500);
  context.mock.timers.tick(15_000);
  await line.over;
  assert.deepEqual([system.destroyed, taken.texts()], [true, ["one"]]);
});

test("an opening that is nothing but telnet commands is given up", async () => {
  await assert.rejects(flooded("panasonic-2300", "", Buffer.from([255, 241])), { problem: "protocol-broken" });
});

/** A line to a system that sends `wish` for ever, behind `first`. */
async function flooded(conversation: string, first = "", wish = Buffer.from([255, 253, 24])) {
  const system = new Flooding(wish);
  if (first !== "") system.push(first);
  const taken = takenBy();
  const lines = new Lines({
    sink: taken.sink,
    framing: { kind: "line" },
    conversation: conversationNamed(conversation),
    values: { password: "12345678" },
    idleMs: 60_000,
    closeEndsRecord: false,
  });
  return { system, taken, line: await lines.start(system) };
}

class Flooding extends Duplex {
  sent = 0;
  readonly #wish: Buffer;
  #last: string | null = null;
  #held: (() => void) | null = () => undefined;

  constructor(wish: Buffer) {
    super();
    this.#wish = wish;
  }

  override _read(): void {
    setImmediate(() => {
      if (this.#last !== null) {
        this.push(this.#last);
        this.push(null);
        return;
      }
      this.sent += CHUNK;
      this.push(Buffer.alloc(CHUNK, this.#wish));
    });
  }

  override _write(_chunk: unknown, _encoding: unknown, done: () => void): void {
    if (this.#held === null) done();
    else this.#held = done;
  }

  /** The last that it says. */
  say(text: string): void {
    this.#last = text;
  }

  listen(): void {
    const done = this.#held;
    this.#held = null;
    done?.();
  }
}

async function turns(count: number): Promise<void> {
  for (let n = 0; n < count; n++) await new Promise(setImmediate);
}
