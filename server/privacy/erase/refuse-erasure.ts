import { randomUUID } from "node:crypto";
import type { Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { audit } from "../../audit/index.ts";
import { type CompanyContext, door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import type { Told } from "../../domain/remains.ts";
import { publicSigningKey, signStatement } from "../../keyring/index.ts";
import { addCertificate, addErasure, type ErasureRow } from "../../store/index.ts";
import { type ErasureStatement, NOTHING_FOUND, NOTHING_SEARCHED } from "../certificate.ts";
import { refuseWithoutDecision } from "../disposal/refuse-without-decision.ts";
import type { ErasureWish } from "../request-erasure.ts";
import { NOTHING_DELETED } from "./erasure-work.ts";
import { headOf } from "./issue-certificate.ts";

/** Why the law forbids an erasure now; empty where it does not. */
export async function whyRefused(tx: Tx, ctx: Pick<CompanyContext, "company">): Promise<readonly Told[]> {
  try {
    await refuseWithoutDecision(tx, ctx.company);
    return [];
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "conflict") throw error;
    return [{ en: error.message, sv: NO_DECISION }];
  }
}

const NO_DECISION =
  "Företaget är ett offentligt organ: dess samtalsuppgifter är allmänna handlingar, och inget gallringsbeslut täcker dem. Ingenting raderas förrän beslutet har antecknats. Svara personen med det skälet (10 § arkivlagen; artikel 17.3 i dataskyddsförordningen).";

/** Nothing is erased, and the refusal is signed with its reasons: the person may take it to the authority. */
export async function refuseErasure(
  ctx: CompanyContext,
  wish: ErasureWish,
  refusedFor: readonly Told[],
): Promise<string> {
  const statement = statementOf(ctx, wish, refusedFor);
  const { certificateId } = statement;
  const jws = await signStatement(ctx.keyring, statement);
  await withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    await addErasure(tx, rowOf(ctx, wish, certificateId));
    await addCertificate(tx, {
      companyId: ctx.company.id,
      id: certificateId,
      erasureId: wish.id,
      outcome: "refused",
      issuedAt: wish.now,
      kid: publicSigningKey(ctx.keyring).kid ?? "",
      jws,
      summary: { calls: 0 },
    });
    await audit(ctx, tx, {
      action: "data.erase.refused",
      purpose: wish.reason,
      detail: { erasure: wish.id, certificate: certificateId, calls: wish.calls },
    });
  });
  return certificateId;
}

function statementOf(ctx: CompanyContext, wish: ErasureWish, refusedFor: readonly Told[]): ErasureStatement {
  const at = wish.now.toISOString();
  return {
    version: 2,
    kind: "erasure",
    certificateId: randomUUID(),
    erasureId: wish.id,
    company: { id: ctx.company.id, name: ctx.company.name },
    outcome: "refused",
    scope: wish.whole ? "person" : "rows",
    reason: wish.reason,
    requestedBy: ctx.actor.name,
    approvedBy: null,
    continues: null,
    requestedAt: at,
    unreadableAt: null,
    finishedAt: at,
    commitment: { algorithm: "sha256", values: [...wish.commitments] },
    refusedFor: [...refusedFor],
    deleted: { ...NOTHING_DELETED },
    searched: NOTHING_SEARCHED,
    found: NOTHING_FOUND,
    remains: [],
    ledger: headOf(ctx),
  };
}

function rowOf(ctx: CompanyContext, wish: ErasureWish, certificateId: string): ErasureRow {
  const { now } = wish;
  return {
    companyId: ctx.company.id,
    id: wish.id,
    accountId: ctx.actor.accountId,
    selectionId: null,
    intentId: null,
    certificateId,
    state: "refused",
    step: "refused",
    reason: wish.reason,
    progress: 0,
    total: wish.calls,
    epoch: null,
    raisedAt: null,
    graceUntil: null,
    createdAt: now,
    updatedAt: now,
    finishedAt: now,
    error: null,
    detail: {
      scope: wish.whole ? "person" : "rows",
      commitments: wish.commitments,
      by: ctx.actor.name,
      outcome: "refused",
    },
  };
}
