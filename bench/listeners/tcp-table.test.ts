import assert from "node:assert/strict";
import { test } from "node:test";
import { LISTENS, rowsOf } from "./tcp-table.ts";

test("a connection's ends, what is on its way and what is unread are read as the kernel writes them", () => {
  const head = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode";
  const rows = rowsOf(
    [
      head,
      "   0: 0100007F:9C41 00000000:0000 0A 00000000:00000003 00:00000000 00000000     0        0 81234 1 0000000000000000 100 0 0 10 0",
      "   1: 0100007F:9C41 0100007F:D2F0 01 00000010:000001A4 00:00000000 00000000     0        0 81235 1 0000000000000000 20 4 30 10 -1",
      "   2: 0100007F:9C41 0100007F:D2F2 01 00000000:00000020 00:00000000 00000000     0        0 0 1 0000000000000000 20 4 30 10 -1",
      "   3: 0100007F:D2F4 0100007F:9C41 06 00000000:00000000 03:00000D4A 00000000     0        0 0 3 0000000000000000",
      "",
    ].join("\n"),
  );
  const end = { local: 40_001, state: 1 };
  assert.deepEqual(rows, [
    { local: 40_001, remote: 0, state: LISTENS, unacknowledged: 0, unread: 3 },
    { ...end, remote: 54_000, unacknowledged: 16, unread: 420 },
    { ...end, remote: 54_002, unacknowledged: 0, unread: 32 },
  ]);
});
