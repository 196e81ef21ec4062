import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { authoriseCompany, type CompanyContext, door } from "../context.ts";
import { requireStepUp } from "../domain/step-up.ts";
import { dayIn } from "../domain/zoned-time.ts";
import { publicSigningKey } from "../keyring/index.ts";
import { type AuditState, auditRows, auditState } from "../store/index.ts";
import { audit } from "./audit.ts";
import { headLines, headsFolder } from "./heads/heads-file.ts";
import { signHeads } from "./heads/sign-heads.ts";
import { readHead } from "./heads/statement.ts";

export interface AuditFile {
  readonly fileName: string;
  readonly lines: AsyncIterable<string>;
}

/**
 * The company's whole audit as JSON lines, for `gallra audit verify --file`: public key, the signed heads and a fresh one,
 * every entry as it was hashed, and a last line with the count. Written to the audit first; that entry is the last in it.
 */
export async function exportAudit(ctx: CompanyContext): Promise<AuditFile> {
  mayExport(ctx);
  const companyId = ctx.company.id;
  const state = await withCompany(door(ctx, "web"), companyId, async (tx) => {
    await audit(ctx, tx, { action: "audit.export" });
    const now = await auditState(tx, companyId);
    if (now === null) throw new Error("an audit with an entry has a head");
    return now;
  });
  await signHeads(ctx, { companies: [companyId], again: true });
  return {
    fileName: `gallra-audit-${ctx.company.slug}-${dayIn(ctx.company.timeZone, ctx.clock())}.jsonl`,
    lines: linesOf(ctx, state),
  };
}

/** Whether this person may take the audit along now; asked before the browser is sent for the file. */
export function mayExport(ctx: CompanyContext): { readonly ready: true } {
  authoriseCompany(ctx, "audit.see");
  requireStepUp(ctx);
  return { ready: true };
}

const PAGE = 2_000;

async function* linesOf(ctx: CompanyContext, state: AuditState): AsyncGenerator<string> {
  const companyId = ctx.company.id;
  const head = {
    kind: "gallra/audit-export",
    version: 1,
    company: companyId,
    slug: ctx.company.slug,
    exportedAt: ctx.clock().toISOString(),
    publicKey: publicSigningKey(ctx.keyring),
    checkpoint: state.checkpoint?.jws ?? null,
    end: { seq: state.seq, hash: state.hash },
  };
  yield `${JSON.stringify(head)}\n`;
  for await (const line of headLines(headsFolder(ctx.env.home), companyId)) {
    const said = readHead(line);
    if (said !== null && said.seq <= state.seq) yield `${JSON.stringify({ kind: "head", jws: line })}\n`;
  }
  let last = state.checkpoint?.seq ?? 0;
  let rows = 0;
  while (last < state.seq) {
    const page = await withCompany(door(ctx, "web"), companyId, (tx) => auditRows(tx, companyId, last, PAGE));
    const wanted = page.filter((row) => row.seq <= state.seq);
    rows += wanted.length;
    last = page.at(-1)?.seq ?? state.seq;
    yield wanted.map((row) => `${JSON.stringify({ kind: "row", ...row })}\n`).join("");
    if (page.length < PAGE) break;
  }
  yield `${JSON.stringify({ kind: "end", rows })}\n`;
}

/** A line of an export, as a reader meets it. */
export const ExportLine = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("gallra/audit-export"),
    version: z.literal(1),
    company: z.int().min(0),
    slug: z.string(),
    publicKey: z.record(z.string(), z.unknown()),
    checkpoint: z.string().nullable(),
    end: z.object({ seq: z.int().min(0), hash: z.string() }),
  }),
  z.object({ kind: z.literal("head"), jws: z.string() }),
  z.object({
    kind: z.literal("row"),
    seq: z.int(),
    at: z.string(),
    actorId: z.string().nullable(),
    actor: z.string(),
    action: z.string(),
    subjectPseudonym: z.string().nullable(),
    purpose: z.string().nullable(),
    detail: z.string(),
    ip: z.string().nullable(),
    prev: z.string(),
    hash: z.string(),
  }),
  z.object({ kind: z.literal("end"), rows: z.int() }),
]);
