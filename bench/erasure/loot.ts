import type { Sql } from "#db/clients.ts";
import type { CompanyContext } from "#server/context.ts";
import type { IngestFixture } from "#server/ingest/ingest-fixture.ts";
import { revealSubjects } from "#server/keyring/index.ts";
import { attack, type Loot } from "./attack.ts";
import { namesSomebody } from "./names-somebody.ts";
import { BYSTANDER, type Person } from "./people.ts";

/** A company, the people of it that are erased, and what it answers about them. */
export interface Place {
  readonly fixture: IngestFixture;
  readonly ctx: CompanyContext;
  readonly erased: readonly Person[];
  readonly ids: readonly Buffer[];
}

export interface Found {
  named: number;
  texts: number;
  boxes: number;
  tried: number;
  /** Whom nobody erased, and who can still be read. */
  strangers: number;
}

/** The attack on every company, each with its own keys: another one's open nothing there. */
export async function attackAll(data: Sql, places: readonly Place[]): Promise<Found> {
  const all: Found = { named: 0, texts: 0, boxes: 0, tried: 0, strangers: 0 };
  for (const { fixture, erased } of places) {
    const loot = await attack(data, fixture.keyring, fixture.companyId);
    const { boxes, tried } = loot;
    add(all, {
      named: named(loot, erased),
      texts: texts(loot, erased),
      boxes,
      tried,
      strangers: named(loot, [stranger()]),
    });
  }
  return all;
}

export function add<T extends Record<keyof T, number>>(sum: T, more: T): void {
  for (const key of Object.keys(more) as (keyof T)[]) (sum[key] as number) += more[key];
}

/** Whom a copy of the keyring names to somebody with today's root key, who passes over every check of its opening. */
export async function namesIn(places: readonly Place[], copy: Sql): Promise<number> {
  let names = 0;
  for (const { fixture, ids } of places) {
    const theirs = { ...fixture.keyring, sql: { owner: copy }, companies: new Map(), inboxKeys: new Map() };
    names += (await revealSubjects(theirs, fixture.companyId, ids).catch(() => new Map())).size;
  }
  return names;
}

/** As they may stand anywhere: the number without its country, as bytes and as UTF-16. */
export function digitsOf(erased: readonly Person[]): Buffer[] {
  return erased.flatMap(({ canonical }) => {
    const own = canonical.slice(canonical.startsWith("+46") ? 3 : 2);
    return [Buffer.from(own), Buffer.from(own, "utf16le")];
  });
}

/** Somebody whom nobody erases: what still opens shows that the attack still works. */
export function stranger(): Person {
  return { canonical: BYSTANDER, national: BYSTANDER, abroad: BYSTANDER };
}

function named(loot: Loot, all: readonly Person[]): number {
  return all.filter((person) => loot.identifiers.has(person.canonical)).length;
}

function texts(loot: Loot, all: readonly Person[]): number {
  return namesSomebody(loot.texts, all);
}
