import assert from "node:assert/strict";
import { test } from "node:test";
import { dropsIn } from "./kernel-drops.ts";

test("drops are those of the socket at this very address and port", () => {
  const head =
    "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops";
  const line = (local: string, drops: number) =>
    ` 1234: ${local} 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 4711 2 0000000000000000 ${drops}`;
  const four = [head, line("0100007F:1412", 7), line("00000000:1412", 3), line("00000000:1413", 9)].join("\n");
  assert.equal(dropsIn(four, "127.0.0.1", 5138), 7);
  assert.equal(dropsIn(four, "0.0.0.0", 5138), 3);
  assert.equal(dropsIn(four, "0.0.0.0", 514), null);
  const six = [
    head,
    line("00000000000000000000000001000000:0202", 5),
    line("B80D0120000000000000000001000000:0202", 6),
  ].join("\n");
  assert.equal(dropsIn(six, "::1", 514), 5);
  assert.equal(dropsIn(six, "2001:db8::1", 514), 6);
  assert.equal(dropsIn("rubbish", "::", 514), null);
});
