import assert from "node:assert/strict";
import { after, test } from "node:test";
import { findSubjects, forgetCaches, openIntent, resolveSubjects, revealSubjects, type Wanted } from "./index.ts";
import { openTestKeyring, wanted } from "./test-keyring.ts";

// One keyring for all tests, and companies for each.
const house = await openTestKeyring({ after });

function hex(resolved: readonly { subjectId: Buffer | null }[]): string[] {
  return resolved.map((one) => one.subjectId?.toString("hex") ?? "erased");
}

/** Numbers of the fictional series 070-1740605..., spelled out to as many as a test needs. */
function numbers(from: number, count: number, changes: Partial<Wanted> = {}): Wanted[] {
  return Array.from({ length: count }, (_, place) =>
    wanted(`+4670174${String(from + place).padStart(4, "0")}`, changes),
  );
}

test("a number has one subject in a company, whoever asks and however often; other companies have their own", async () => {
  const { k, reopen, here, there } = await house.twoMore();
  const [a, again, b] = hex(
    await resolveSubjects(k, here, [wanted("+46701740605"), wanted("+46701740605"), wanted("+46701740606")]),
  );
  assert.equal(a, again);
  assert.notEqual(a, b);
  assert.match(a ?? "", /^[0-9a-f]{24}00000000$/);
  assert.deepEqual(hex(await resolveSubjects(await reopen(), here, [wanted("+46701740606"), wanted("+46701740605")])), [
    b,
    a,
  ]);
  assert.notEqual(hex(await resolveSubjects(k, there, [wanted("+46701740605")]))[0], a);
});

test("birth dates and names have one subject a record, and are found by their value all the same", async () => {
  const { k, here } = await house.twoMore();
  const birth = wanted("19811228", { class: 3, digits: undefined, national: undefined, last8: undefined });
  const ids = hex(await resolveSubjects(k, here, [birth, birth, { ...birth, class: 4, canonical: "Berit Exempel" }]));
  assert.equal(new Set(ids).size, 3);
  const found = await findSubjects(k, here, { class: 3, canonical: "19811228" });
  assert.deepEqual(found.map((one) => one.subjectId.toString("hex")).sort(), ids.slice(0, 2).sort());
  assert.deepEqual(
    found.map((one) => one.tier),
    ["exact", "exact"],
  );
});

test("batches of several processes that overlap in every order end without deadlock and agree", async () => {
  const { reopen, here } = await house.twoMore();
  const processes = await Promise.all(Array.from({ length: 4 }, () => reopen()));
  for (let round = 0; round < 4; round++) {
    const batch = numbers(round * 300, 900, { liveUntil: `2026-10-${14 + round}` });
    const answers = await Promise.all(
      processes.map(async (process, place) => {
        const mine = place % 2 === 0 ? batch : batch.toReversed();
        const ids = hex(await resolveSubjects(process, here, mine));
        return place % 2 === 0 ? ids : ids.toReversed();
      }),
    );
    for (const ids of answers) assert.deepEqual(ids, answers[0]);
    assert.equal(new Set(answers[0]).size, 900);
  }
});

test("what is destroyed while other processes resolve it is made anew, never handed out dead", async () => {
  const { k, reopen, time, here } = await house.twoMore();
  const writer = await reopen();
  const batch = numbers(0, 300);
  let destroyed = 0;
  for (let round = 0; round < 6; round++) {
    forgetCaches(writer, here);
    const [resolved] = await Promise.all([
      resolveSubjects(writer, here, batch),
      findSubjects(k, here, { class: 1, canonical: "+46701740007" }).then(async (found) => {
        const subjectIds = found.map((one) => one.subjectId);
        const result = await openIntent(k, here, {
          intentId: crypto.randomUUID(),
          subjectIds,
          watermarks: [],
          before: time.now,
          until: "2027-01-01",
        });
        destroyed += result.destroyed;
      }),
    ]);
    assert.equal(resolved.filter((one) => one.subjectId === null).length, 0);
  }
  assert.ok(destroyed > 0, "nothing was destroyed, so that nothing was tried");
  forgetCaches(writer, here);
  const ids = (await resolveSubjects(writer, here, batch)).flatMap((one) =>
    one.subjectId === null ? [] : [one.subjectId],
  );
  assert.equal((await revealSubjects(k, here, ids)).size, 300);
});

test("a later party raises a subject's last day, an earlier one does not lower it, and after it nobody reads it", async () => {
  const { k, time, reopen, here } = await house.twoMore();
  const [id] = await resolveSubjects(k, here, [wanted("+46701740605", { liveUntil: "2026-07-01" })]);
  assert.ok(id?.subjectId);
  await resolveSubjects(k, here, [wanted("+46701740605", { liveUntil: "2026-07-10" })]);
  await resolveSubjects(await reopen(), here, [wanted("+46701740605", { liveUntil: "2026-07-05" })]);
  time.now = new Date("2026-07-10T11:59:00Z");
  assert.equal((await revealSubjects(k, here, [id.subjectId])).size, 1);
  // Noon UTC: by then the day has begun in every zone on earth.
  time.now = new Date("2026-07-10T12:00:00Z");
  assert.equal((await revealSubjects(k, here, [id.subjectId])).size, 0);
  assert.deepEqual(await findSubjects(k, here, { class: 1, canonical: "+46701740605" }), []);
});

test("a search finds a number by its canonical form, by other notations, and by its last eight digits, and says which", async () => {
  const { k, here } = await house.twoMore();
  // The third was written in a form that could not be read as international, the fourth shares the last eight digits only.
  const stored = [
    wanted("+46701740605", { digits: "0701740605", national: "0701740605", last8: "01740605" }),
    wanted("+468465004", { digits: "908465004", national: "08465004", last8: "68465004" }),
    wanted("908465004", { digits: "908465004", national: undefined, last8: "08465004" }),
    wanted("+47101740605", { digits: "004701740605", national: "101740605", last8: "01740605" }),
  ];
  const ids = hex(await resolveSubjects(k, here, stored));
  const search = async (canonical: string, aliases: object = {}) =>
    (await findSubjects(k, here, { class: 1, canonical, aliases })).map((one) => [
      ids.indexOf(one.subjectId.toString("hex")),
      one.tier,
    ]);
  assert.deepEqual(
    await search("+46701740605", { digits: "070-174 06 05", national: "070-174 06 05", last8: "01740605" }),
    [
      [0, "exact"],
      [3, "possible"],
    ],
  );
  assert.deepEqual(
    new Map((await search("46701740605", { last8: "01740605" })) as [number, string][]),
    new Map([
      [0, "digits"],
      [3, "possible"],
    ]),
  );
  assert.deepEqual(
    new Map((await search("0701740605", { last8: "01740605" })) as [number, string][]),
    new Map([
      [0, "digits"],
      [3, "possible"],
    ]),
  );
  assert.deepEqual(
    await search("08465004", { last8: "08465004" }),
    [
      [1, "digits"],
      [2, "possible"],
    ].sort(),
  );
  assert.deepEqual(
    new Map((await search("+46908465004")) as [number, string][]),
    new Map([
      [1, "possible"],
      [2, "possible"],
    ]),
  );
  assert.deepEqual(await search("+46701740699", { last8: "01740699" }), []);
});

test("erased means: calls before the moment and frames received before it; later calls are ordinary", async () => {
  const { k, time, reopen, here } = await house.twoMore();
  const writer = await reopen();
  const number = wanted("+46701740605");
  const [first] = await resolveSubjects(writer, here, [number]);
  assert.ok(first?.subjectId);
  const before = time.now;
  await openIntent(k, here, {
    intentId: crypto.randomUUID(),
    subjectIds: [first.subjectId],
    watermarks: [number],
    before,
    until: "2027-06-15",
  });
  forgetCaches(writer, here);
  const soon = new Date(before.getTime() + 1);
  const cases: [Partial<Wanted>, boolean][] = [
    [{}, true],
    [{ receivedAt: soon }, true],
    [{ calledAt: soon }, true],
    [{ calledAt: before, receivedAt: before }, false],
    [{ calledAt: soon, receivedAt: soon }, false],
  ];
  const resolved = await resolveSubjects(
    writer,
    here,
    cases.map(([changes]) => ({ ...number, ...changes })),
  );
  assert.deepEqual(
    resolved.map((one) => one.erased),
    cases.map(([, erased]) => erased),
  );
  assert.deepEqual(
    resolved.map((one) => one.subjectId === null),
    cases.map(([, erased]) => erased),
  );
  // The same digits where nothing tells the country; another number is not touched.
  const others = [
    wanted("0701740605", { last8: "01740605" }),
    wanted("+46701740606"),
    wanted("+47101740605", { last8: "01740605" }),
  ];
  assert.deepEqual(
    (await resolveSubjects(writer, here, others)).map((one) => one.erased),
    [true, false, false],
  );
});

test("a watermark set by another process is asked even by a process that has read none", async () => {
  const { k, time, reopen, here } = await house.twoMore();
  const writer = await reopen();
  await resolveSubjects(writer, here, [wanted("+46701740699")]);
  await openIntent(k, here, {
    intentId: crypto.randomUUID(),
    subjectIds: [],
    watermarks: [wanted("+46701740605")],
    before: time.now,
    until: "2027-06-15",
  });
  const [resolved] = await resolveSubjects(writer, here, [wanted("+46701740605")]);
  assert.equal(resolved?.erased, true);
});

test("a process that starts anew asks for shared and single subjects in one large batch", async () => {
  const { k, reopen, here } = await house.twoMore();
  const phones = numbers(0, 100);
  const before = hex(await resolveSubjects(k, here, phones));
  const births = phones.map((_, place) =>
    wanted(`198112${10 + (place % 20)}`, { class: 3, digits: undefined, national: undefined, last8: undefined }),
  );
  const mixed = phones.flatMap((phone, place) => [phone, births[place] ?? phone]);
  const ids = hex(await resolveSubjects(await reopen(), here, mixed));
  assert.deepEqual(
    ids.filter((_, place) => place % 2 === 0),
    before,
  );
  assert.equal(new Set(ids).size, 200);
  assert.equal(new Set(hex(await resolveSubjects(await reopen(), here, births))).size, 100);
});
