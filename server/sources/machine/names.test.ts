import assert from "node:assert/strict";
import { test } from "node:test";
import { Names } from "./names.ts";

const WAIT = { timeoutMs: 60_000 };

test("an owner asks one name at a time, and nobody waits for another's", async () => {
  const { names, asked, answer } = playNames();
  const dead = ["a.invalid", "b.invalid", "c.invalid"].map((host) => names.find("one", host, WAIT));
  for (const waiting of dead) waiting.catch(() => undefined);
  const other = names.find("other", "pbx.example", WAIT);
  await turn();
  assert.deepEqual(asked, ["a.invalid", "pbx.example"]);
  answer("pbx.example", ["192.0.2.7"]);
  assert.deepEqual(await other, ["192.0.2.7"]);
  answer("a.invalid", null);
  await assert.rejects(dead[0] ?? Promise.resolve(), { problem: "name-unknown" });
  await turn();
  assert.deepEqual(asked, ["a.invalid", "pbx.example", "b.invalid"]);
});

test("who waits no longer is told so at once, and what he has not asked yet is never asked", async () => {
  const { names, asked, answer } = playNames();
  const first = names.find("one", "a.invalid", WAIT);
  first.catch(() => undefined);
  const ending = new AbortController();
  const second = names.find("one", "b.invalid", { ...WAIT, signal: ending.signal });
  const third = names.find("one", "c.invalid", { timeoutMs: 20 });
  second.catch(() => undefined);
  ending.abort();
  await assert.rejects(second, { problem: "timed-out" });
  await assert.rejects(third, { problem: "timed-out" });
  answer("a.invalid", null);
  await turn();
  assert.deepEqual(asked, ["a.invalid"]);
});

test("a name whose server was silent is not asked again for a minute; one that is merely unknown is", async () => {
  const { names, asked, answer, pass } = playNames();
  const ask = async (host: string, ms: number) => {
    const refused = assert.rejects(names.find("one", host, WAIT), { problem: "name-unknown" });
    await turn();
    pass(ms);
    answer(host, null);
    await refused;
  };
  await ask("silent.invalid", 20_000);
  await ask("silent.invalid", 0);
  await ask("unknown.invalid", 10);
  await ask("unknown.invalid", 10);
  pass(60_000);
  await ask("silent.invalid", 0);
  assert.deepEqual(asked, ["silent.invalid", "unknown.invalid", "unknown.invalid", "silent.invalid"]);
  assert.deepEqual(await names.find("one", "192.0.2.1", WAIT), ["192.0.2.1"]);
});

function playNames() {
  let now = 0;
  const asked: string[] = [];
  const waiting = new Map<string, PromiseWithResolvers<readonly string[]>>();
  const names = new Names(
    (host) => {
      asked.push(host);
      const answer = Promise.withResolvers<readonly string[]>();
      waiting.set(host, answer);
      return answer.promise;
    },
    () => now,
  );
  const answer = (host: string, found: readonly string[] | null) => {
    if (found === null) waiting.get(host)?.reject(new Error("nothing"));
    else waiting.get(host)?.resolve(found);
  };
  const pass = (ms: number) => {
    now += ms;
  };
  return { names, asked, answer, pass };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));
