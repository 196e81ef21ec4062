import { type Tx, withCompany } from "#db/with-company.ts";
import { audit } from "../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { withoutNumbers } from "../domain/free-text.ts";
import { timeOrderedId } from "../inbox/index.ts";
import { inviteAgain, inviteEdge as insertEdge } from "../store/edges.ts";
import { hashOf } from "./door/enrol.ts";
import { EdgeId, InviteEdgeInput } from "./edge-input.ts";
import { placeOne } from "./place-source.ts";
import { pinText, portalKey } from "./portal-key.ts";
import { newSecret, writeCode } from "./protocol/enrolment-code.ts";

/** Shown once: the portal keeps the code's hash alone. */
export interface Invitation {
  readonly edgeId: string;
  readonly name: string;
  readonly code: string;
  readonly endsAt: Date;
  /** By which the machine at the customer knows the portal; null where only an authority can vouch for it. */
  readonly portalKey: string | null;
}

/** Long enough to walk to the machine, short enough to be of no use tomorrow. */
const CODE_MS = 3_600_000;

/** Invites a collector at a customer's site, with the sources it is to run. Throws AppError "forbidden" or "conflict". */
export async function inviteEdge(ctx: CompanyContext, input: InviteEdgeInput): Promise<Invitation> {
  authoriseCompany(ctx, "source.change");
  const { name: words, sourceIds } = InviteEdgeInput.parse(input);
  const name = withoutNumbers(words, ctx.clock());
  const edgeId = timeOrderedId();
  const { id: companyId } = ctx.company;
  return await withCode(ctx, { edgeId, name }, async (tx, { codeHash, endsAt }) => {
    const row = { companyId, id: edgeId, name, invitedAt: ctx.clock(), codeEndsAt: endsAt, codeHash };
    await insertEdge(tx, row).catch(refuseTaken);
    for (const sourceId of new Set(sourceIds)) await placeOne(tx, companyId, sourceId, edgeId);
    await audit(ctx, tx, { action: "edge.invite", detail: { edgeId, sources: new Set(sourceIds).size } });
  });
}

/** A new code for one that has not come yet; the one before is void. Throws AppError "conflict" for any other. */
export async function renewInvitation(ctx: CompanyContext, input: EdgeId): Promise<Invitation> {
  authoriseCompany(ctx, "source.change");
  const { edgeId } = EdgeId.parse(input);
  const { id: companyId } = ctx.company;
  return await withCode(ctx, { edgeId, name: "" }, async (tx, { codeHash, endsAt }) => {
    if (!(await inviteAgain(tx, { companyId, id: edgeId, codeHash, codeEndsAt: endsAt }))) {
      const text = "This edge is enrolled already, or revoked. For another machine, add another edge.";
      throw new AppError("conflict", text);
    }
    await audit(ctx, tx, { action: "edge.invite", detail: { edgeId, again: true } });
  });
}

type Keep = (tx: Tx, code: { readonly codeHash: string; readonly endsAt: Date }) => Promise<void>;

async function withCode(
  ctx: CompanyContext,
  { edgeId, name }: { readonly edgeId: string; readonly name: string },
  keep: Keep,
): Promise<Invitation> {
  const secret = newSecret();
  const key = await portalKey(ctx.env);
  const endsAt = new Date(ctx.clock().getTime() + CODE_MS);
  const { id: companyId } = ctx.company;
  await withCompany(door(ctx, "web"), companyId, (tx) => keep(tx, { codeHash: hashOf(secret), endsAt }));
  const code = writeCode({ companyId, edgeId, secret, portalKey: key });
  return { edgeId, name, code, endsAt, portalKey: key === null ? null : pinText(key) };
}

function refuseTaken(error: unknown): never {
  if ((error as { code?: unknown }).code === "23505") {
    throw new AppError("conflict", "Another edge of the company has this name. Choose another one.", { field: "name" });
  }
  throw error;
}
