import assert from "node:assert/strict";
import { test } from "node:test";
import { transportNamed } from "./catalogue.ts";
import { isSamePeer } from "./same-peer.ts";

test("credentials that are stored go nowhere else, as nobody else, and with no less protection", () => {
  const transport = transportNamed("tcp");
  const read = (changes: object) => transport.settings.parse({ ...BEFORE, ...changes }) as Record<string, unknown>;
  assert.equal(isSamePeer(transport, BEFORE, read({})), true);
  assert.equal(isSamePeer(transport, BEFORE, read({ idleHours: 12 })), true, "a bound says nothing of the other side");
  for (const changes of [{ host: "192.0.2.8" }, { port: 5039 }, { tls: true }])
    assert.equal(isSamePeer(transport, BEFORE, read(changes)), false, JSON.stringify(changes));
  assert.equal(isSamePeer(transport, read({ tls: true }), read({ tls: false })), false);
});

const BEFORE = { mode: "connect", conversation: "asterisk-ami", host: "192.0.2.7", port: 5038, user: "cdr" };
