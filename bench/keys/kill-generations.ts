import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { TestDatabase } from "#db/testing/database.ts";
import {
  ensureInboxKeys,
  generationStatus,
  openInboxKey,
  revealSubjects,
  verifyLedger,
} from "#server/keyring/index.ts";
import { startVictim, takeMark } from "../crash/victim.ts";
import { dayAfter, type KeyStage, numberOf } from "./key-stage.ts";
import { startReader } from "./reader.ts";

/** Where a generation is killed, in the order in which it comes there; known to `kill-at.ts`. */
export const GENERATION_POINTS = [
  "rekey-begun",
  "rekey-copying",
  "rekey-indexing",
  "rekey-switching",
  "rekey-switched",
  "inbox-resealing",
  "root-giving-up",
  "root-before-commit",
  "root-linked",
  "root-renamed",
] as const;

export interface KillVerdict {
  /** Values that could not be read or found, at any moment or at the end. */
  readonly unreadable: number;
  readonly of: number;
  readonly kills: number;
  readonly missed: readonly string[];
  readonly readsMeanwhile: number;
  readonly longestReadMs: number;
  readonly generations: number;
  readonly ledgerWhole: boolean;
  /** Root key files that lie there beside the present one. */
  readonly filesLeft: number;
  /** A value that was made unreadable on purpose is noticed. */
  readonly noticed: boolean;
}

/** Kills a generation at every point, `times` times over, while others read; each next process goes on with it. */
export async function killGenerations(db: TestDatabase, stage: KeyStage, times: number): Promise<KillVerdict> {
  const today = dayAfter(stage.time.now, 0);
  await ensureInboxKeys(stage.keyring, today, 1);
  const mark = join(db.home, "mark");
  const reader = startReader(stage);
  const missed: string[] = [];
  let kills = 0;
  for (let time = 0; time < times; time++) {
    for (const name of GENERATION_POINTS) {
      const signal = await startVictim(db.home, "generation", { name, mark }).died;
      if (takeMark(mark) && signal === "SIGKILL") kills++;
      else missed.push(`${name} ${time}`);
    }
  }
  const { keyring } = await stage.reopen();
  const ended = await startVictim(db.home, "generation").died;
  if (ended !== null) missed.push("the last one did not end");
  const wrong = await reader.stop();
  const [row] = await db.keyring("owner")`select kid from keyring.inbox_key limit 1`;
  await openInboxKey(keyring, String(row?.["kid"]));
  let unreadable = wrong.unreadable;
  for (const one of [keyring, stage.keyring]) unreadable += await unread(one, stage);
  const noticed = await isNoticed(db, stage);
  const present = JSON.parse(readFileSync(join(db.home, "secrets/root.jwk"), "utf8")).kid as string;
  const [state] = await db.keyring("owner")`select root_kid, next_root_kid from keyring.keyring_state`;
  return {
    unreadable: unreadable + (state?.["root_kid"] === present && state["next_root_kid"] === null ? 0 : 1),
    of: [...stage.ids.values()].reduce((sum, all) => sum + all.length, 0),
    kills,
    missed,
    readsMeanwhile: wrong.reads,
    longestReadMs: Math.round(wrong.longestMs),
    generations: (await generationStatus(keyring)).generations.filter((one) => one.endedAt !== null).length,
    ledgerWhole: (await verifyLedger(join(db.home, "ledger"))).ok,
    filesLeft: readdirSync(join(db.home, "secrets")).filter((name) => /^root-/.test(name)).length,
    noticed,
  };
}

/** How many of all values do not read as they were written. */
async function unread(keyring: KeyStage["keyring"], stage: KeyStage): Promise<number> {
  let wrong = 0;
  for (const [company, ids] of stage.ids) {
    for (let from = 0; from < ids.length; from += AT_ONCE) {
      const part = ids.slice(from, from + AT_ONCE);
      const revealed = await revealSubjects(keyring, company, part).catch(
        () => new Map<string, { canonical: string }>(),
      );
      for (const [n, id] of part.entries())
        if (revealed.get(id.toString("hex"))?.canonical !== numberOf(from + n)) wrong++;
    }
  }
  return wrong;
}

/** One byte of one sealed value is flipped in the database: the count must rise. */
async function isNoticed(db: TestDatabase, stage: KeyStage): Promise<boolean> {
  const [company = 0, ids = []] = [...stage.ids][0] ?? [];
  await db.keyring("owner").begin(async (tx) => {
    await tx.unsafe(`set local app.company_id = '${company}'`);
    await tx`update keyring.subject set sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1) where id = ${ids[0]?.toString("hex") ?? ""}`;
  });
  return existsSync(db.home) && (await unread((await stage.reopen()).keyring, stage)) > 0;
}

const AT_ONCE = 10_000;
