import { nameCompany } from "./company-door.ts";
import { doorOf, type Keyring } from "./keyring.ts";
import { destroyWithLedger } from "./ledger/destroy.ts";
import { inboxKeysBefore } from "./inbox-keys.ts";
import { scrub } from "./scrub.ts";

/** Off-boards a company: its keys, subjects, slices, watermarks and endpoints go, in every copy of the data cluster too. */
export async function destroyCompanyKeys(k: Keyring, companyId: number): Promise<boolean> {
  const destroyed = await destroyWithLedger(k, doorOf(k, "keeper", "owner"), async (tx) => {
    await nameCompany(tx, companyId);
    const [row] =
      await tx`select keyring.destroy_company(${companyId}, ${k.clock().toISOString()}::text::timestamptz) as done`;
    const done = row?.["done"] === true;
    return { value: done, drafts: done ? [{ kind: "company" as const, companyId, ids: [] as const }] : [] };
  });
  k.companies.delete(companyId);
  await scrub(k);
  return destroyed;
}

/** Destroys the private inbox keys of the days before this one; the segments sealed to them can never be opened again. */
export async function destroyInboxKeys(k: Keyring, before: string): Promise<number> {
  const due = await inboxKeysBefore(k, before);
  if (due.length === 0) return 0;
  const kids = due.map((key) => key.kid);
  const gone = await destroyWithLedger(k, doorOf(k, "keeper", "owner"), async (tx) => {
    const [row] =
      await tx`select keyring.destroy_inbox_keys(${`{${kids.map((kid) => JSON.stringify(kid)).join()}}`}::text::text[]) as gone`;
    return { value: row?.["gone"] as number, drafts: [{ kind: "inbox" as const, companyId: 0 as const, ids: kids }] };
  });
  for (const kid of kids) k.inboxKeys.delete(kid);
  return gone;
}

/** Destroys the key of an export or archive file: whatever copy of the file exists, it opens no more. */
export async function destroyBox(k: Keyring, companyId: number, id: string): Promise<boolean> {
  return await destroyWithLedger(k, doorOf(k, "web", "keeper", "owner"), async (tx) => {
    await nameCompany(tx, companyId);
    const [row] = await tx`select keyring.destroy_box(${companyId}, ${id}::text::uuid) as done`;
    const done = row?.["done"] === true;
    return { value: done, drafts: done ? [{ kind: "box" as const, companyId, ids: [id] }] : [] };
  });
}
