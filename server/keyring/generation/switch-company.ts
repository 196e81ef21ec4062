import { setTimeout as sleep } from "node:timers/promises";
import { transaction } from "#db/transaction.ts";
import type { Tx } from "#db/clients.ts";
import { AppError } from "../../domain/app-error.ts";
import { companyDoor, nameCompany } from "../company-door.ts";
import { doorOf, type Keyring } from "../keyring.ts";
import type { SliceRow } from "../slice-keys.ts";
import { catchUp, takeChanges } from "./copy-subjects.ts";
import type { Rekeying } from "./rekeying.ts";
import {
  type BoxRow,
  type EndpointRow,
  type PrivateNumberRow,
  resealBox,
  resealEndpoint,
  resealPrivateNumber,
  resealSlice,
} from "./reseal.ts";

type Wrapped = SliceRow & { readonly wrapped: Buffer };

/** What is sealed beforehand, so that the company's writers wait for a comparison alone. By the sealed bytes they had, in hex. */
interface Prepared {
  readonly slices: Map<string, string>;
  readonly endpoints: Map<string, { readonly hash: string; readonly sealed: string }>;
  readonly boxes: Map<string, string>;
  readonly numbers: Map<string, string>;
}

/**
 * The last step of a company: what changed since is copied, everything else goes under the next keys, and the tables change
 * places, in one transaction. The company's writers wait for it, its readers for the tables alone. Gives the milliseconds.
 */
export async function switchCompany(k: Keyring, work: Rekeying): Promise<number> {
  const prepared = await prepare(k, work);
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    work.signal?.throwIfAborted();
    try {
      return await switchOnce(k, work, prepared);
    } catch (error) {
      if (!PASSING.has(String((error as { code?: string }).code))) throw error;
    }
    // Somebody reads or writes for longer than others may be made to wait: they go first.
    await sleep(Math.min(2_000, 50 * (attempt + 1)) * (0.5 + Math.random()));
    await catchUp(k, work, FEW);
  }
  throw new AppError(
    "unavailable",
    "A company could not be changed over: others held its tables all the time. It is tried again.",
    { retry: true },
  );
}

async function switchOnce(k: Keyring, work: Rekeying, prepared: Prepared): Promise<number> {
  const { companyId, next } = work;
  let began = 0;
  await transaction(doorOf(k, "keeper", "owner"), async (tx) => {
    await tx.unsafe(`set local lock_timeout = '${PATIENCE_MS}ms'`);
    await nameCompany(tx, companyId);
    began = performance.now();
    await tx`select keyring.rekey_own(${companyId}, ${next.generation})`;
    while ((await takeChanges(tx, work, 1_000)) > 0);
    const slices = await slicesOf(tx, work, prepared);
    const endpoints = await endpointsOf(tx, work, prepared);
    const boxes = await boxesOf(tx, work, prepared);
    await putNumbers(tx, work, prepared);
    await tx`
      select keyring.rekey_switch(${companyId}, ${next.generation}, ${slices.ids}::text::int4[], ${slices.wrapped}::text::text[],
        ${endpoints.ids}::text::int4[], ${endpoints.hashes}::text::uuid[], ${endpoints.sealed}::text::text[],
        ${boxes.ids}::text::uuid[], ${boxes.wrapped}::text::text[])`;
  });
  return Math.ceil(performance.now() - began);
}

async function prepare(k: Keyring, work: Rekeying): Promise<Prepared> {
  const sql = companyDoor(k, work.companyId, "keeper", "owner");
  const prepared: Prepared = { slices: new Map(), endpoints: new Map(), boxes: new Map(), numbers: new Map() };
  for (const row of await sql<Wrapped[]>`select * from keyring.rekey_slices(${work.companyId})`)
    prepared.slices.set(row.wrapped.toString("hex"), resealSlice(work, row));
  for (const row of await sql<EndpointRow[]>`select * from keyring.rekey_endpoints(${work.companyId})`)
    prepared.endpoints.set(row.sealed.toString("hex"), resealEndpoint(work, row));
  for (const row of await sql<BoxRow[]>`select * from keyring.rekey_boxes(${work.companyId})`)
    prepared.boxes.set(row.wrapped.toString("hex"), resealBox(work, row));
  for (const row of await sql<PrivateNumberRow[]>`select * from keyring.rekey_private_numbers(${work.companyId})`)
    prepared.numbers.set(row.sealed.toString("hex"), resealPrivateNumber(work, row));
  return prepared;
}

async function slicesOf(tx: Tx, work: Rekeying, { slices }: Prepared) {
  const rows = await tx<Wrapped[]>`select * from keyring.rekey_slices(${work.companyId})`;
  return {
    ids: `{${rows.map((row) => row.id).join()}}`,
    wrapped: `{${rows.map((row) => slices.get(row.wrapped.toString("hex")) ?? resealSlice(work, row)).join()}}`,
  };
}

async function endpointsOf(tx: Tx, work: Rekeying, { endpoints }: Prepared) {
  const rows = await tx<EndpointRow[]>`select * from keyring.rekey_endpoints(${work.companyId})`;
  const made = rows.map((row) => endpoints.get(row.sealed.toString("hex")) ?? resealEndpoint(work, row));
  return {
    ids: `{${rows.map((row) => row.id).join()}}`,
    hashes: `{${made.map((one) => one.hash).join()}}`,
    sealed: `{${made.map((one) => one.sealed).join()}}`,
  };
}

async function boxesOf(tx: Tx, work: Rekeying, { boxes }: Prepared) {
  const rows = await tx<BoxRow[]>`select * from keyring.rekey_boxes(${work.companyId})`;
  return {
    ids: `{${rows.map((row) => row.id).join()}}`,
    wrapped: `{${rows.map((row) => boxes.get(row.wrapped.toString("hex")) ?? resealBox(work, row)).join()}}`,
  };
}

async function putNumbers(tx: Tx, work: Rekeying, { numbers }: Prepared): Promise<void> {
  const rows = await tx<PrivateNumberRow[]>`select * from keyring.rekey_private_numbers(${work.companyId})`;
  const sealed = rows.map((row) => numbers.get(row.sealed.toString("hex")) ?? resealPrivateNumber(work, row));
  await tx`
    select keyring.rekey_put_private_numbers(${work.companyId}, ${work.next.generation},
      ${`{${rows.map((row) => row.id).join()}}`}::text::uuid[], ${`{${sealed.join()}}`}::text::text[])`;
}

/** Changes left for the last step: a few milliseconds of sealing. */
export const FEW = 100;
/** How long others wait behind us at most while we wait for a lock. */
const PATIENCE_MS = 250;
const MOST_ATTEMPTS = 200;
/** A lock that was not to be had, a deadlock, and a company that changed meanwhile. */
const PASSING: ReadonlySet<string> = new Set(["55P03", "40P01", "40001"]);
