import { openTestKeyring, type TestKeyring } from "#server/keyring/test-keyring.ts";
import { destroyAt, expiresOn } from "#server/domain/retention.ts";
import { dayIn } from "#server/domain/zoned-time.ts";
import {
  dueSlices,
  ensureSlices,
  liveSlices,
  openPseudonyms,
  pseudonymise,
  shredSlices,
  type Keyring,
} from "#server/keyring/index.ts";
import { waitsFor } from "#server/privacy/retention/sweep-state.ts";
import type { Fault, Figure } from "../figure.ts";
import { diedDoing, dyingDoor } from "../retention/dying.ts";
import { mustBeGoneAt, type OracleCase } from "../retention/oracle.ts";
import { emptyHoldTally, tellHoldStories } from "../retention/hold-stories.ts";
import { type StoryTally, tellStories } from "../retention/rule-stories.ts";

/** Random calls, rules and zones against an oracle written apart; kills in the clean-ups; the clock walks over every edge. */
export const fault: Fault = {
  id: "REL-15",
  claim:
    "nothing is readable after its last day and everything until then, whatever the zone, the clock change or the kill",
  async run({ full }): Promise<Figure[]> {
    const endings: (() => Promise<void>)[] = [];
    try {
      return [await judge(full ? 100_000 : 1_000, endings), await judgeStories(full), await judgeHolds(full)];
    } finally {
      for (const ending of endings.reverse()) await ending();
    }
  },
};

/**
 * Rules that people change through the product's own verbs: cool-downs, waivers, cancellations, longer and switched-off rules
 * with their end, decisions of a public body that end and come back; clean-ups die; a clerk with a calendar judges.
 */
async function judgeStories(full: boolean): Promise<Figure> {
  const random = seeded(20_261_122);
  const tally: StoryTally = { cases: 0, checks: 0, late: 0, early: 0, events: 0, kills: 0, told: [] };
  const zones = full ? ZONES : STORY_ZONES;
  for (const zone of zones) await tellStories(zone, full ? 60 : 26, random, tally);
  const wrong = tally.late + tally.early;
  return {
    id: "REL-15",
    value: wrong,
    unit: "late or early, by changed rules",
    must: "0",
    ok: wrong === 0 && tally.kills > 0 && tally.events > 10,
    detail: { zones: zones.length, ...tally },
  };
}

/**
 * Holds on some of a day's calls, set, renewed and lifted at random beside changing rules, erasures and decisions: they keep
 * their rows and only those, and what waited goes when they end. Offices that misread one thing on purpose hear the same
 * story, and each must be found out: otherwise the story had nothing in it that could fail.
 */
async function judgeHolds(full: boolean): Promise<Figure> {
  const random = seeded(20_261_202);
  const tally = emptyHoldTally();
  const zones = full ? ZONES : HOLD_ZONES;
  for (const zone of zones) await tellHoldStories(zone, full ? 40 : 28, random, tally);
  const wrong = tally.late + tally.early;
  const foundOut = Object.values(tally.slips).every((times) => times > 0);
  const happened = Math.min(tally.renewed, tally.lifted, tally.erased, tally.outlived, tally.kills) > 0;
  return {
    id: "REL-15",
    value: wrong,
    unit: "late or early, under holds",
    must: "0, and every slip found out",
    ok: wrong === 0 && foundOut && happened,
    detail: { zones: zones.length, ...tally },
  };
}

const HOLD_ZONES = ["Europe/Stockholm"] as const;
const STORY_ZONES = ["Europe/Stockholm", "Australia/Lord_Howe"] as const;

const ZONES = [
  "Europe/Stockholm",
  "Europe/London",
  "America/New_York",
  "America/St_Johns",
  "America/Santiago",
  "Australia/Lord_Howe",
  "Asia/Kathmandu",
  "Africa/Cairo",
  "Pacific/Apia",
  "Pacific/Kiritimati",
  "Atlantic/Azores",
  "UTC",
] as const;

interface Case extends OracleCase {
  readonly companyId: number;
  readonly goneAt: number;
  readonly sliceId: number;
  readonly pseudonym: Buffer;
}

const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 0, 1);
const SPAN_MS = 700 * 86_400_000;
const ID = Buffer.concat([Buffer.alloc(12, 7), Buffer.alloc(4)]);

async function judge(count: number, endings: (() => Promise<void>)[]): Promise<Figure> {
  const random = seeded(20_260_615);
  const companies = ZONES.map((_, i) => i + 1);
  const test = await openTestKeyring({ after: (ending) => endings.push(ending) }, companies);
  test.time.now = new Date(START - 2 * 86_400_000);
  const cases = await makeCases(test.k, count, random);
  const tally = { late: 0, early: 0, checks: 0, opened: 0, kills: 0, purged: 0, waited: 0, jumps: 0, unguarded: 0 };
  let lastSweep: Date | null = null;
  let keyring = test.k;
  for (const at of moments(cases, random)) {
    test.time.now = new Date(at);
    await compare(keyring, cases, at, random, tally);
    if (random() < 0.3) await jump(test, keyring, cases, at, { lastSweep, random, tally });
    if (random() < 0.5) {
      // The worker stood still since: whoever looks at the clock confirms, and until then nothing is destroyed.
      if (waitsFor(new Date(at), lastSweep, [new Date(at)]) === "late") tally.waited++;
      else if (lastSweep !== null && at - lastSweep.getTime() > 3 * DAY_MS) tally.unguarded++;
      tally.purged += await purge(test, at, random, tally);
      lastSweep = new Date(at);
    }
    if (random() < 0.2) keyring = await test.reopen();
  }
  const wrong = tally.late + tally.early + tally.unguarded;
  const ok = wrong === 0 && tally.kills > 0 && tally.purged > 0 && tally.waited > 0 && tally.jumps > 0;
  return {
    id: "REL-15",
    value: wrong,
    unit: "late or early",
    must: "0",
    ok,
    detail: { cases: cases.length, zones: ZONES.length, ...tally },
  };
}

/** The product's own days and instants; the oracle hears only of instants, the zone and the rule. */
async function makeCases(k: Keyring, count: number, random: () => number): Promise<Case[]> {
  const cases: Case[] = [];
  for (const [index, zone] of ZONES.entries()) {
    const companyId = index + 1;
    const asked = Array.from({ length: Math.ceil(count / ZONES.length) }, () => randomCase(zone, random));
    const specs = asked.map((one) => {
      const end = expiresOn(dayIn(zone, one.calledAt), dayIn(zone, one.receivedAt), one);
      const counted = [dayIn(zone, one.calledAt), dayIn(zone, one.receivedAt)].toSorted()[0] ?? "";
      return {
        product: 1 + Math.floor(random() * 4),
        class: 1 + Math.floor(random() * 3),
        callDay: counted,
        expiresOn: end,
        destroyAt: destroyAt(end, zone),
      };
    });
    for (let from = 0; from < specs.length; from += 5_000) {
      const slices = await ensureSlices(k, companyId, specs.slice(from, from + 5_000));
      for (const [place, slice] of slices.entries()) {
        const one = asked[from + place];
        if (one === undefined || !slice.live) continue;
        const goneAt = mustBeGoneAt(one) ?? Number.POSITIVE_INFINITY;
        cases.push({
          ...one,
          companyId,
          goneAt,
          sliceId: slice.id,
          pseudonym: await pseudonymise(k, companyId, slice, ID),
        });
      }
    }
  }
  return cases;
}

function randomCase(zone: string, random: () => number): OracleCase {
  const calledAt = new Date(START + Math.floor(random() * SPAN_MS * 0.5));
  const delay = random() < 0.8 ? random() * 3_600_000 : (random() - 0.5) * 20 * 86_400_000;
  const keptDays = random() < 0.03 ? null : Math.floor(random() < 0.5 ? random() * 10 : random() * 300);
  return { zone, calledAt, receivedAt: new Date(calledAt.getTime() + delay), keptDays };
}

/** The millisecond before and the one of the end of some, in order, and moments in between. */
function moments(cases: readonly Case[], random: () => number): number[] {
  const edges = Array.from({ length: 40 }, () => cases[Math.floor(random() * cases.length)]?.goneAt ?? START).filter(
    Number.isFinite,
  );
  const between = Array.from({ length: 10 }, () => START + Math.floor(random() * SPAN_MS));
  return [...edges.flatMap((at) => [at - 1, at]), ...between].toSorted((a, b) => a - b);
}

interface Tally {
  late: number;
  early: number;
  checks: number;
  opened: number;
  kills: number;
}

async function compare(
  k: Keyring,
  cases: readonly Case[],
  at: number,
  random: () => number,
  tally: Tally,
): Promise<void> {
  const live = new Map<number, Set<number>>();
  for (const companyId of new Set(cases.map((one) => one.companyId))) {
    live.set(companyId, new Set((await liveSlices(k, companyId, { classes: [1, 2, 3] })).map((slice) => slice.id)));
  }
  for (const one of cases) {
    const readable = live.get(one.companyId)?.has(one.sliceId) === true;
    if (random() < 20 / cases.length) {
      const [opened] = await openPseudonyms(k, one.companyId, one.sliceId, one.pseudonym);
      // What the list of living keys says and what a key really opens must be the same.
      if ((opened?.kind === "subject") !== readable) tally.late++;
      tally.opened++;
    }
    tally.checks++;
    if (readable && at >= one.goneAt) tally.late++;
    if (!readable && at < one.goneAt) tally.early++;
  }
}

interface Jump {
  readonly lastSweep: Date | null;
  readonly random: () => number;
  readonly tally: Tally & { jumps: number; unguarded: number };
}

/**
 * The machine's clock jumps years ahead and comes back. Meanwhile nothing may be destroyed, alone or together with the
 * databases' clocks, and afterwards everything that lives can be read again.
 */
async function jump(test: TestKeyring, k: Keyring, cases: readonly Case[], at: number, to: Jump): Promise<void> {
  const { lastSweep, random, tally } = to;
  const wrong = new Date(at + 1_500 * DAY_MS);
  if (waitsFor(wrong, lastSweep, [new Date(at)]) !== "clocks") tally.unguarded++;
  if (lastSweep !== null && waitsFor(wrong, lastSweep, [wrong]) !== "late") tally.unguarded++;
  test.time.now = wrong;
  // By that clock nothing is readable any more: it is refused, not destroyed.
  const [first] = cases;
  if (first !== undefined) await liveSlices(k, first.companyId, { classes: [1, 2, 3] });
  test.time.now = new Date(at);
  await compare(k, cases, at, random, tally);
  tally.jumps++;
}

/** A clean-up that dies at a random statement every other time; another one ends the work later. */
async function purge(test: TestKeyring, at: number, random: () => number, tally: Tally): Promise<number> {
  const now = new Date(at);
  const due = await dueSlices(test.k, now);
  if (due.length === 0) return 0;
  if (random() < 0.5) {
    const { keeper } = test.options.sql;
    if (keeper === undefined) throw new Error("the keeper's door is open in tests");
    const victim = await test.reopen();
    const dying = { ...victim, sql: { ...victim.sql, keeper: dyingDoor(keeper, Math.floor(random() * 6)) } };
    if (await diedDoing(() => shredSlices(dying, due, now))) tally.kills++;
  }
  return shredSlices(await test.reopen(), await dueSlices(test.k, now), now);
}

function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
