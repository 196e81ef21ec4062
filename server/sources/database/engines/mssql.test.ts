import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { test } from "node:test";
import { fingerprintOf } from "../../http/secure.ts";
import { playAuthority } from "../../http/played-authority.ts";
import { SourceTrouble } from "../../problem.ts";
import { openDesk } from "../../pulled/pulled-fixture.ts";
import { databaseSettings } from "../settings.ts";
import { mssql, mssqlCell } from "./mssql.ts";
import { playTds } from "./played-tds.ts";

test("SQL Server: nobody is named to a server that shows another certificate, or none, or says nothing that is TDS", async (t) => {
  const tls = await (await playAuthority()).issue("127.0.0.1");
  const pin = fingerprintOf({ fingerprint256: new X509Certificate(tls.cert).fingerprint256 });
  const told = async (
    says: Parameters<typeof playTds>[0],
    trust: { by: "authority" } | { by: "pin"; pin: string | null },
    encryption = "tls",
  ) => {
    const server = await playTds(says, tls);
    t.after(() => server.close());
    const given = {
      engine: "mssql",
      host: "127.0.0.1",
      port: server.port,
      database: "pbx",
      user: "reader",
      encryption,
    };
    const settings = databaseSettings.parse({ ...given, table: "cdr", cursorColumn: "id" });
    const ending = new AbortController();
    // The player answers no sign-in, and a silent one nothing: whoever waits is told to end.
    const looking = setInterval(() => {
      if (server.signedIn.length > 0 || (says === "silent" && server.connections() > 0)) ending.abort();
    }, 20);
    t.after(() => clearInterval(looking));
    const problem = await mssql
      .connect({
        ...{ settings, trust, port: server.port, machine: openDesk().machine },
        ...{ credentials: { password: "a secret" }, signal: ending.signal },
      })
      .then(
        () => "connected",
        (error: unknown) => (error instanceof SourceTrouble ? error.problem : String(error)),
      );
    return { problem, signedIn: server.signedIn.length > 0, connections: server.connections() };
  };
  const nobody = { signedIn: false, connections: 1 };
  assert.deepEqual(await told("on", { by: "pin", pin }), { problem: "unreachable", signedIn: true, connections: 1 });
  const other = pin.replace(/.$/, (sign) => (sign === "0" ? "1" : "0"));
  assert.deepEqual(await told("on", { by: "pin", pin: other }), { problem: "pin-changed", ...nobody });
  assert.deepEqual(await told("on", { by: "authority" }), { problem: "certificate-invalid", ...nobody });
  assert.deepEqual(await told("not-there", { by: "pin", pin }), { problem: "protocol-broken", ...nobody });
  assert.deepEqual(await told("on", { by: "authority" }, "none"), { problem: "protocol-broken", ...nobody });
  const nowhere = { problem: "pin-missing", signedIn: false, connections: 0 };
  assert.deepEqual(await told("on", { by: "pin", pin: null }), nowhere);
  assert.deepEqual(await told("silent", { by: "pin", pin }), { problem: "unreachable", ...nobody });
  const garbage = await told("garbage", { by: "pin", pin });
  assert.ok(/^(unreachable|protocol-broken)$/.test(garbage.problem), garbage.problem);
  assert.equal(garbage.signedIn, false);
});

test("SQL Server: what the client makes of a value is told as the server has it", async () => {
  const { TYPES } = await import("tedious");
  const at = new Date("2026-06-11T08:00:05.120Z");
  const cells = (["Date", "Time", "DateTime2", "DateTimeOffset", "SmallDateTime"] as const).map((name) =>
    mssqlCell({ value: at, metadata: { type: TYPES[name] } }),
  );
  const day = "2026-06-11 08:00:05.120";
  assert.deepEqual(cells, ["2026-06-11", "08:00:05.120", day, `${day}+00:00`, day]);
  const values = [
    "9007199254740993",
    12.5,
    true,
    null,
    Buffer.from([0xca, 0xfe]),
    "6F9619FF-8B86-D011-B42D-00C04FC964FF",
  ];
  const type = TYPES.NVarChar;
  assert.deepEqual(
    values.map((value) => mssqlCell({ value, metadata: { type } })),
    ["9007199254740993", 12.5, true, null, "cafe", "6F9619FF-8B86-D011-B42D-00C04FC964FF"],
  );
});
