import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeFile, recordsIn } from "../testing/decode-file.ts";
import { theOne } from "../testing/told.ts";
import { ciscoRadiusVoip } from "./driver.ts";

const STOP = `Acct-Status-Type=Stop
NAS-Identifier=gw1
Acct-Session-Id=1A
h323-call-origin=proxy
h323-setup-time=08:15:00.000 UTC Mon Mar 2 2026
Acct-Session-Time=60
Calling-Station-Id=0701740605
`;

test("codec, delay and lost packets of a gateway's stop are the sound of the call", () => {
  const sound = "Cisco-AVPair=coder-type-rate=g729r8\nround-trip-delay=61\nlost-packets=5\nAcct-Input-Packets=995\n";
  const read = (packet: string) =>
    theOne(recordsIn(ciscoRadiusVoip, {}, decodeFile(ciscoRadiusVoip, {}, Buffer.from(packet))));
  assert.deepEqual(read(`${STOP}${sound}\n`).quality, {
    mosHundredths: null,
    jitterMs: null,
    latencyMs: 61,
    lossPermille: 5,
    codec: "G.729",
  });
  assert.equal(read(`${STOP}\n`).quality, undefined, "most gateways measure nothing");
});
