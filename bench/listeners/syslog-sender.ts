import { createSocket } from "node:dgram";
import { asteriskLine } from "#workers/collector/collector-fixture.ts";

// A device in a process of its own: `port rate seconds`, a message a call; every fiftieth is one that no driver understands.
const [port = 0, rate = 0, seconds = 0] = process.argv.slice(2).map(Number);
const STEP_MS = 10;
const socket = createSocket("udp4");
const total = rate * seconds;
const begun = performance.now();
let sent = 0;
let unsent = 0;

/** What the sender's own system refuses was never sent. */
function send(): void {
  const due = Math.min(total, Math.floor(((performance.now() - begun) / 1_000) * rate));
  while (sent < due) {
    const n = sent++;
    const text = n % 50 === 49 ? `rubbish ${n}` : asteriskLine(n);
    socket.send(`<133>Mar  2 08:15:00 pbx cdr: ${text}`, port, "127.0.0.1", (error) => {
      if (error !== null) unsent++;
    });
  }
  if (sent < total) setTimeout(send, STEP_MS);
  else
    setTimeout(
      () =>
        socket.close(() =>
          process.stdout.write(JSON.stringify({ sent: sent - unsent, tookMs: performance.now() - begun })),
        ),
      500,
    );
}

send();
