import { randomUUID } from "node:crypto";
import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { audit } from "../audit/index.ts";
import { authoriseCompany, boundsOf, type CompanyContext, door } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import type { Bounds } from "../domain/bounds.ts";
import { holdsNumber, withoutNumbers } from "../domain/free-text.ts";
import { exportSight, sightOfDisclosure } from "../domain/rights.ts";
import { requireStepUp } from "../domain/step-up.ts";
import { enqueue } from "../jobs/enqueue.ts";
import { type Box, destroyBox, makeBox } from "../keyring/index.ts";
import { addExport } from "../store/index.ts";
import { countKeptExports, type KeptExports } from "../store/kept-work.ts";
import { type EncryptFor, EncryptFor as EncryptForInput, envelopeBytes, makeEnvelope } from "./export/age.ts";
import { dropExport } from "./export/export-files.ts";
import { EXPORT_FORMATS } from "./export/formats.ts";
import { countRecords } from "./freeze-selection.ts";
import { liveSelection } from "./seek/live-selection.ts";

export { EXPORT_FORMATS, type ExportFormat } from "./export/formats.ts";

export const RequestExportInput = z
  .strictObject({
    selectionId: z.uuid(),
    format: z.enum(EXPORT_FORMATS).default("csv"),
    /** Whether the numbers of other people in the same calls are written out, as far as the profile shows them in files. */
    otherParties: z.enum(["masked", "clear"]).default("masked"),
    /** Why, in the words of whoever asks; it stands in the audit and on the manifest. */
    purpose: z.string().trim().min(3).max(500).optional(),
    /**
     * The case under which the file is given out to the public (2 ch. Freedom of the Press Act). Everybody in it is masked whole,
     * whatever the profile shows; the reference stands in the audit and on the manifest.
     */
    disclosure: z.string().trim().min(3).max(120).optional(),
    /** To a public age key, or with a passphrase that is kept nowhere. */
    encryptFor: EncryptForInput.optional(),
  })
  .refine(({ disclosure, otherParties }) => disclosure === undefined || otherParties === "masked", {
    message: "A file for disclosure masks everybody. Leave other people's numbers masked, or make an ordinary export.",
    path: ["otherParties"],
  });
export type RequestExportInput = z.infer<typeof RequestExportInput>;

/** The file and its key live so long; then both are destroyed. */
export const EXPORT_LIFE_MS = 2 * 86_400_000;

/**
 * Puts an export in the queue; the worker writes it. Throws AppError "limit" when the person or the company keeps too many. The
 * oldest that its owner has fetched makes room for the new one.
 */
export async function requestExport(
  ctx: CompanyContext,
  input: z.input<typeof RequestExportInput>,
): Promise<{ readonly exportId: string }> {
  authoriseCompany(ctx, "data.export");
  requireStepUp(ctx);
  const asked = RequestExportInput.parse(input);
  if (asked.disclosure !== undefined && holdsNumber(asked.disclosure, ctx.clock()))
    throw new AppError(
      "bad-input",
      "The reference holds what reads like somebody's number. Give the number of the case, for example KS 2026-1234.",
      { field: "disclosure" },
    );
  const envelope = asked.encryptFor === undefined ? null : await makeEnvelope(asked.encryptFor);
  const exportId = randomUUID();
  const until = new Date(ctx.clock().getTime() + EXPORT_LIFE_MS);
  // The key is made here and nowhere else: a worker that finds none knows that the export is over.
  const box = await makeBox(ctx.keyring, ctx.company.id, exportId, until);
  try {
    const fetched = await store(
      ctx,
      asked,
      box,
      envelope === null ? null : box.sealPart("envelope", envelopeBytes(envelope)),
    );
    if (fetched !== null) await dropExport(ctx, fetched, "expired");
  } catch (error) {
    await destroyBox(ctx.keyring, ctx.company.id, exportId);
    throw error;
  }
  return { exportId };
}

/** Answers the export that makes room for this one. */
async function store(
  ctx: CompanyContext,
  asked: RequestExportInput,
  box: Box,
  envelope: Buffer | null,
): Promise<string | null> {
  const { selectionId, format, otherParties, encryptFor } = asked;
  const sight = exportSight(ctx.actor);
  const disclosure = asked.disclosure === undefined ? {} : { disclosure: asked.disclosure };
  // It stands on the manifest, which outlives the file and those in it.
  const purpose = asked.purpose === undefined ? undefined : withoutNumbers(asked.purpose, ctx.clock());
  const encryption = encryptionOf(encryptFor);
  const companyId = ctx.company.id;
  return await withCompany(door(ctx, "web"), companyId, async (tx) => {
    const kept = await countKeptExports(tx, companyId, ctx.actor.accountId, ctx.clock());
    const gives = whatMakesRoom(kept, boundsOf(ctx));
    const selection = await liveSelection(tx, ctx, selectionId);
    const records = selection.records || (await countRecords(tx, companyId, selectionId)).rows;
    await addExport(tx, {
      companyId,
      id: box.id,
      selectionId,
      accountId: ctx.actor.accountId,
      format,
      rowsTotal: records,
      options: {
        otherParties,
        by: ctx.actor.name,
        sight: asked.disclosure === undefined ? sight : sightOfDisclosure(sight),
        encryption,
        ...disclosure,
      },
      purpose: purpose ?? null,
      envelope,
      createdAt: ctx.clock(),
      expiresAt: box.until,
    });
    await enqueue(tx, "export", { companyId, exportId: box.id });
    await audit(ctx, tx, {
      action: "data.export",
      ...(purpose === undefined ? {} : { purpose }),
      detail: {
        export: box.id,
        selection: selectionId,
        calls: records,
        format,
        otherParties,
        encryption,
        ...disclosure,
      },
    });
    return gives;
  });
}

/** null when there is room anyway. */
function whatMakesRoom(kept: KeptExports, { exportsOfPerson, exportsOfCompany }: Bounds): string | null {
  const { ofPerson, ofCompany, fetched } = kept;
  if (ofPerson < exportsOfPerson && ofCompany < exportsOfCompany) return null;
  if (fetched !== null && ofCompany <= exportsOfCompany) return fetched;
  throw new AppError(
    "limit",
    ofPerson >= exportsOfPerson
      ? `You keep ${exportsOfPerson} exports already that have not been fetched. Fetch or delete one first, or wait until the oldest is over.`
      : `The company keeps ${exportsOfCompany} exports already. Delete one first, or wait until the oldest is over.`,
    { retry: true },
  );
}

function encryptionOf(encryptFor: EncryptFor | undefined): "none" | "age-key" | "age-passphrase" {
  if (encryptFor === undefined) return "none";
  return "recipient" in encryptFor ? "age-key" : "age-passphrase";
}
