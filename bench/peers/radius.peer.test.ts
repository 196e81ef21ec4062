import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import { createRadiusSource } from "#server/sources/radius/radius.ts";
import { radiusSettings } from "#server/sources/radius/settings.ts";
import { heldSink, listenOptions } from "#server/sources/udp/listener-fixture.ts";

const SECRET = "a-secret-of-the-test";
const skip = spawnSync("sh", ["-c", "command -v radclient"]).status === 0 ? false : "not installed: radclient";

/** Answers how many requests radclient says were approved. */
async function radclient(port: number, secret: string, attributes: string, what: string, ...flags: string[]) {
  const given = ["-s", "-r", "2", "-t", "1", ...flags, `127.0.0.1:${port}`, what, secret];
  const client = spawn("radclient", given, { stdio: ["pipe", "pipe", "pipe"] });
  let said = "";
  client.stdout.on("data", (chunk) => {
    said += chunk;
  });
  client.stderr.on("data", (chunk) => {
    said += chunk;
  });
  client.stdin.end(attributes);
  await once(client, "close");
  return { approved: Number(/Approved +: (\d+)|Accepted +: (\d+)/.exec(said)?.slice(1).find(Boolean) ?? 0), said };
}

const STOP = `Acct-Status-Type = Stop, NAS-Identifier = "gw1", Acct-Session-Id = "0000001A", Acct-Session-Time = 60,
Calling-Station-Id = "0701740605", Called-Station-Id = "204", h323-conf-id = "h323-conf-id=1 2 3 4",
Cisco-AVPair = "h323-call-id=x \\"y\\"", User-Password = "hemligt", Event-Timestamp = 1772439362`;

test("FreeRADIUS' radclient: accounting, retransmits, Message-Authenticator, Status-Server and a wrong secret", {
  skip,
}, async () => {
  const sink = heldSink();
  const settings = { ...radiusSettings.parse({ senders: "127.0.0.1" }), address: "127.0.0.1", port: 0 };
  const options = { settings, sink, framing: { kind: "line" }, credentials: { secret: SECRET } } as const;
  const source = createRadiusSource({ ...listenOptions(), ...options });
  await source.poll();
  const port = Number(source.live?.()["port"]);
  // It checks the Response Authenticator of what it gets: an answer that is not authentic counts as none.
  for (const delay of [0, 7, 30]) {
    const { approved, said } = await radclient(port, SECRET, `${STOP}, Acct-Delay-Time = ${delay}`, "acct");
    assert.equal(approved, 1, said);
  }
  assert.equal(sink.texts().length, 1, "sent again, it is stored once");
  const marked = STOP.replace("0000001A", "0000001B");
  assert.equal(
    (await radclient(port, SECRET, `${marked}, Message-Authenticator = 0x00, Proxy-State = 0x0102`, "acct")).approved,
    1,
  );
  assert.equal((await radclient(port, SECRET, "Message-Authenticator = 0x00", "status")).approved, 1);
  assert.equal((await radclient(port, "another", STOP.replace("0000001A", "0000001C"), "acct")).approved, 0);
  const [first = ""] = sink.texts();
  assert.equal(sink.texts().length, 2);
  for (const line of [
    'NAS-Identifier = "gw1"',
    'h323-conf-id = "h323-conf-id=1 2 3 4"',
    'Cisco-AVPair = "h323-call-id=x \\"y\\""',
  ])
    assert.ok(first.includes(`\t${line}\n`), first);
  assert.ok(!first.includes("hemligt") && !first.includes("User-Password"));
  assert.equal((await source.poll()).problem, "secret-wrong");
  await source.close();
});
