import assert from "node:assert/strict";
import { test } from "node:test";
import { readSettings, type TransportId, transportNamed } from "../catalogue.ts";

const PORT = { port: 5_140 };
const USER = { ...PORT, user: "pbx" };
/** Every way at which others come to us, with what else it wants to know. */
const WAYS: Readonly<Partial<Record<TransportId, object>>> = {
  "sftp-server": USER,
  "ftp-server": { ...USER, passiveFrom: 6_000, passiveTo: 6_009 },
  "http-push": PORT,
  tcp: PORT,
  syslog: PORT,
  radius: PORT,
};

for (const [way, rest] of Object.entries(WAYS)) {
  const read = (senders: string) => readSettings(transportNamed(way), { ...rest, senders });

  test(`${way}: allowed senders are addresses and networks, with commas, blanks or lines between them`, () => {
    for (const list of ["10.20.0.5", "10.20.0.5 10.30.0.0/24", "10.20.0.5, 2001:db8::/32", "10.20.0.5\n10.20.0.6\n"])
      assert.ok(read(list), list);
  });

  test(`${way}: a name, or a network that is none, is no allowed sender`, () => {
    for (const wrong of ["pbx.example", "10.20.0.5 10.20.0.300", "10.20.0.0/33"])
      assert.throws(() => read(wrong), /addresses or networks like 10\.20\.0\.0\/16/, wrong);
  });
}
