import assert from "node:assert/strict";
import { test } from "node:test";
import { portOf } from "#bin/commands/permit.ts";
import { commandOf, whatToAllow } from "./what-to-allow.ts";

const refused = (field: string) => ({ code: "forbidden", field });
const values = (field: string, settings: object) =>
  whatToAllow(refused(field), { ...settings }).map(({ value }) => value);

test("of an FTP server the ports for files are asked for with its own", () => {
  const settings = { address: "0.0.0.0", port: 2_121, passiveFrom: 2_130, passiveTo: "2139" };
  assert.deepEqual(values("port", settings), ["0.0.0.0:2121", "0.0.0.0:2130-2139"]);
  assert.deepEqual(values("port", { ...settings, passiveTo: 2_130 }), ["0.0.0.0:2121", "0.0.0.0:2130"]);
});

test("what is asked for is what the command takes", () => {
  const asked = [{ port: 514 }, { address: "::", port: 2_055 }, { device: "/dev/ttyS0" }, { dsn: "calls" }];
  const told = asked.flatMap((settings) => values("port", settings));
  assert.deepEqual(told, ["0.0.0.0:514", "[::]:2055", "/dev/ttyS0", "odbc:calls"]);
  for (const value of told) assert.ok(portOf(value));
  assert.deepEqual(values("host", { host: "192.0.2.7" }), ["192.0.2.7/32"]);
  assert.deepEqual(values("host", { url: "https://[2001:db8::7]/cdr" }), ["2001:db8::7/128"]);
  assert.deepEqual(
    values("host", { host: "pbx.example" }),
    ["…"],
    "only the machine there knows what a name stands for",
  );
  assert.deepEqual(values("path", { path: "/srv/pbx" }), ["/srv/pbx"]);
});

test("a failure that nobody has to allow anything for asks for nothing", () => {
  assert.deepEqual(whatToAllow({ code: "unavailable", field: "host" }, { host: "192.0.2.7" }), []);
  assert.deepEqual(whatToAllow(refused("name"), { host: "192.0.2.7" }), []);
});

test("the line can be run as it stands, whatever the folder is called", () => {
  const line = (field: string, settings: object) =>
    whatToAllow(refused(field), { ...settings }).map((wish) => commandOf(wish, "prov"));
  const permit = "npm run -s gallra -- permit";
  assert.deepEqual(line("path", { path: "/srv/växel" }), [`${permit} folder --company prov /srv/växel`]);
  assert.deepEqual(line("path", { path: "/srv/the pbx's" }), [`${permit} folder --company prov '/srv/the pbx'\\''s'`]);
  assert.deepEqual(line("port", { address: "::", port: 514 }), [`${permit} port --company prov '[::]:514'`]);
  assert.deepEqual(line("host", { host: "192.0.2.7" }), [`${permit} network --company prov 192.0.2.7/32`]);
});
