import assert from "node:assert/strict";
import { randomInt, randomUUID } from "node:crypto";
import { test } from "node:test";
import {
  dueSlices,
  ensureSlices,
  findSubjects,
  forgetCaches,
  type Keyring,
  liveSlices,
  makeBox,
  openBox,
  openIntent,
  openPseudonyms,
  pseudonymise,
  resolveEndpoints,
  resolveSubjects,
  resubject,
  resumeSubjects,
  revealSubjects,
  shredSlices,
  suspendSubjects,
} from "../index.ts";
import { createCompanyKeys } from "../company-keys.ts";
import { sliceSpec, wanted } from "../test-keyring.ts";
import { openHomeKeyring } from "./generation-fixture.ts";
import { runGeneration } from "./run-generation.ts";

const PEOPLE = 3_000;
const number = (n: number) => `+4670${String(1_000_000 + n)}`;

/** Everything that goes on at an installation; each gives what went wrong. It ends when `done` says so. */
function traffic(processes: readonly Keyring[], ids: Map<number, Buffer>, done: () => boolean) {
  const wrong: string[] = [];
  const rounds = { read: 0, written: 0, erased: 0 };
  const gone = new Set<number>();
  const one = (n: number) => processes[n % processes.length] as Keyring;
  const loop = async (name: string, step: (n: number) => Promise<void>) => {
    for (let n = 0; !done() && wrong.length < 20; n++)
      await step(n).catch((error: Error) =>
        wrong.push(`${name} ${n}: ${error.message} ${error.stack?.split("\n")[1]}`),
      );
  };
  const read = async (n: number) => {
    const who = randomInt(PEOPLE - 200);
    if (gone.has(who)) return;
    const [hit] = await findSubjects(one(n), 1, { class: 1, canonical: number(who) });
    if (hit?.tier !== "exact" || !hit.subjectId.equals(ids.get(who) ?? Buffer.alloc(0))) wrong.push(`find ${who}`);
    const revealed = await revealSubjects(one(n), 1, [ids.get(who) ?? Buffer.alloc(16)]);
    if ([...revealed.values()][0]?.canonical !== number(who)) wrong.push(`reveal ${who}`);
    rounds.read++;
  };
  const write = async (n: number) => {
    const batch = [randomInt(PEOPLE - 200), PEOPLE + n].map((who) => wanted(number(who)));
    const resolved = await resolveSubjects(one(n + 1), 1, batch);
    ids.set(PEOPLE + n, Buffer.from(resolved[1]?.subjectId ?? Buffer.alloc(0)));
    forgetCaches(one(n + 1), 1);
    await resolveEndpoints(one(n), 1, [{ kind: "extension", label: String(3000 + n) }]);
    await ensureSlices(one(n), 1, [sliceSpec("2026-06-15", 31 + (n % 200))]);
    rounds.written++;
  };
  const erase = async (n: number) => {
    const who = PEOPLE - 1 - (n % 200);
    const id = ids.get(who);
    if (n >= 200 || id === undefined) return void (await new Promise((resolve) => setTimeout(resolve, 20)));
    const k = one(n);
    if (n % 3 === 0) {
      await suspendSubjects(k, 1, [id], new Date("2026-06-20T00:00:00Z"));
      await resumeSubjects(k, 1, [id]);
      ids.set(who, await resubject(k, 1, id));
    } else gone.add(who);
    await openIntent(k, 1, {
      intentId: randomUUID(),
      subjectIds: [id],
      watermarks: [],
      before: new Date("2026-06-01T00:00:00Z"),
      until: "2027-06-15",
    });
    rounds.erased++;
  };
  return { wrong, rounds, gone, all: Promise.all([loop("read", read), loop("write", write), loop("erase", erase)]) };
}

test("a company is searched, written to and erased from while it gets new keys, and a killed run is gone on with: nothing is unreadable, nothing erased returns", async (t) => {
  const { k, home, database, reopen, time } = await openHomeKeyring(t, [1, 2]);
  const resolved = await resolveSubjects(
    k,
    1,
    Array.from({ length: PEOPLE }, (_, n) => wanted(number(n))),
  );
  const ids = new Map(resolved.map((one, n) => [n, Buffer.from(one.subjectId ?? Buffer.alloc(0))]));
  const [slice, short] = await ensureSlices(k, 1, [sliceSpec("2026-06-15", 30), sliceSpec("2026-06-15", 0)]);
  const pseudonyms = await pseudonymise(k, 1, slice?.id ?? 0, ids.get(0) ?? Buffer.alloc(16));
  const box = randomUUID();
  await makeBox(k, 1, box, new Date("2026-07-01T00:00:00Z"));
  const part = (await openBox(k, 1, box)).sealPart("a", Buffer.from("text"));

  let over = false;
  const processes = [await reopen(), await reopen()];
  const busy = traffic(processes, ids, () => over);
  let kills = 0;
  let made = false;
  // Whatever happens to the runs, the traffic ends with them: left going it would fill the memory with what went wrong.
  t.after(() => {
    over = true;
  });
  // A run that stops after a few hundred rows, again and again, as a killed one would; each goes a little further.
  for (let stopAfter = 700; ; stopAfter += 900) {
    const stop = new AbortController();
    const progress = (_: number, __: number, subjects: number) => {
      if (subjects >= stopAfter) stop.abort();
    };
    const run = await reopen();
    const ended = await runGeneration(run, "generation", { signal: stop.signal, progress }).then(
      () => true,
      (error: Error) => {
        if (error.name !== "AbortError") throw error;
        return false;
      },
    );
    if (ended) break;
    kills++;
    if (!made) await createCompanyKeys(k, 3);
    made = true;
    await reopen();
  }
  over = true;
  await busy.all;
  t.diagnostic(`${kills} kills, ${JSON.stringify(busy.rounds)}`);
  assert.deepEqual(busy.wrong, []);
  assert.ok(kills >= 2 && busy.rounds.read > 10 && busy.rounds.written > 5 && busy.rounds.erased > 5);

  for (const process of [...processes, await reopen()]) {
    const revealed = await revealSubjects(process, 1, [...ids.values()]);
    for (const [who, id] of ids)
      assert.equal(revealed.get(id.toString("hex"))?.canonical, busy.gone.has(who) ? undefined : number(who));
    for (const who of busy.gone)
      assert.deepEqual(await findSubjects(process, 1, { class: 1, canonical: number(who) }), []);
    const [opened] = await openPseudonyms(process, 1, slice?.id ?? 0, pseudonyms);
    assert.deepEqual(opened, { kind: "subject", id: ids.get(0) });
    assert.equal((await openBox(process, 1, box)).openPart("a", part).toString(), "text");
    assert.ok((await liveSlices(process, 1, { classes: [1] })).length > 5);
  }
  time.now = new Date("2026-06-16T00:00:00Z");
  assert.ok((await dueSlices(k, time.now, 1)).some((one) => one.id === short?.id));
  assert.equal(await shredSlices(k, await dueSlices(k, time.now, 1), time.now), 1);
  const [row] = await database.keyring("owner")`select count(*)::int as n from keyring.rekey_change`;
  assert.equal(row?.["n"], 0);
  assert.ok(home);
});
