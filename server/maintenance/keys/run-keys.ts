import { audited } from "../../audit/index.ts";
import type { Context } from "../../context.ts";
import { door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import {
  type GenerationDone,
  type GenerationKind,
  type GenerationStatus,
  generationStatus,
  makeEscrowSheet,
  rotateCompany,
  runGeneration,
} from "../../keyring/index.ts";
import { findCompany } from "../../store/index.ts";
import { authoriseOperation } from "../authorise-operation.ts";

/** For a terminal on the machine: carried out here and now, with progress, instead of by the worker. */
export async function runGenerationHere(
  ctx: Context,
  kind: GenerationKind,
  options: Parameters<typeof runGeneration>[2],
): Promise<GenerationDone> {
  authoriseOperation(ctx);
  await audited(ctx, null, { action: kind === "root" ? "keys.root" : "keys.generation" }, async () => undefined);
  return await runGeneration(ctx.keyring, kind, options);
}

/** New keys for one company. Its people and rows stay as they are. */
export async function rotateCompanyHere(
  ctx: Context,
  slug: string,
  copied: (subjects: number) => void,
): Promise<{ company: string; generation: GenerationStatus["nextAt"] }> {
  authoriseOperation(ctx);
  const company = await findCompany(door(ctx, "web"), { slug });
  if (company === null) throw new AppError("not-found", `There is no company "${slug}".`);
  await audited(ctx, company.id, { action: "keys.company" }, async () => undefined);
  await rotateCompany(ctx.keyring, company.id, { copied });
  return { company: slug, generation: (await generationStatus(ctx.keyring)).nextAt };
}

/** The sheet of the present root key. That it was made stands in the audit; the key stands nowhere but in the answer. */
export async function takeEscrowSheet(ctx: Context): Promise<string> {
  authoriseOperation(ctx);
  if (ctx.actor.via !== "cli")
    throw new AppError("forbidden", "The sheet is made at a terminal of the machine: gallra keys escrow.");
  return await audited(ctx, null, { action: "keys.escrow" }, () => makeEscrowSheet(ctx.keyring));
}
