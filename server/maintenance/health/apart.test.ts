import assert from "node:assert/strict";
import { test } from "node:test";
import { type AskedCluster, judgeApart } from "./apart.ts";

const cluster = (host: string, id: string | null, address: string | null = null): AskedCluster => ({
  host,
  port: 5432,
  server: id === null ? null : { cluster: id, address },
});
const said = (data: AskedCluster, keyring: AskedCluster, oneDisk = false) =>
  judgeApart(data, keyring, oneDisk).sentence;

test("one server is seen behind two names, and two machines behind one proxy's name are not taken for one server", () => {
  const data = cluster("db1.example", "7001", "198.51.100.1");
  assert.equal(said(data, cluster("keys.example", "7001", "198.51.100.1")), "health.apart.same-server");
  assert.equal(said(data, cluster("keys.example", "7001", "198.51.100.9")), "health.apart.same-server", "a byte copy");
  assert.equal(said(data, cluster("keys.example", "7002", "198.51.100.1")), "health.apart.one-machine");
  assert.equal(said(data, cluster("keys.example", "7002", "198.51.100.2")), "health.apart.ok");
  const behind = { ...cluster("db1.example", "7002", "198.51.100.2"), port: 6432 };
  assert.equal(said(data, behind), "health.apart.ok", "one name, two machines");
});

test("what cannot be asked is judged by its name, and what lies on this machine by the disk", () => {
  const away = cluster("db1.example", null);
  assert.equal(said(away, away), "health.apart.same-server");
  assert.equal(said(away, { ...away, port: 5433 }), "health.apart.one-machine");
  assert.equal(said(away, cluster("keys.example", null)), "health.apart.ok");
  const [here, beside] = [cluster("/run/a", "1"), cluster("/run/b", "2")];
  assert.equal(said(here, beside, true), "health.apart.one-disk");
  assert.equal(said(here, beside), "health.apart.root-beside");
  // A name that leads back to this machine.
  assert.equal(said(away, cluster("keys.example", "2", "127.0.0.1")), "health.apart.root-beside");
});
