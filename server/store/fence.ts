import type { Sql, Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { AppError } from "../domain/app-error.ts";

/** The epoch under which subject ids may be resolved now. Throws AppError "not-found" for a company without a fence. */
export async function readEpoch(sql: Sql, companyId: number): Promise<number> {
  return withCompany(sql, companyId, async (tx) => {
    const [row] = await tx`select data.read_epoch(${companyId}) as epoch`;
    const epoch = row?.["epoch"] as number | null | undefined;
    if (typeof epoch !== "number") throw new AppError("not-found", "This company does not exist.");
    return epoch;
  });
}

/** The same, and then the version of the rules by which calls are sorted: whoever changes one raises the fence with it. */
export async function readStand(
  sql: Sql,
  companyId: number,
): Promise<{ epoch: number; sortedBy: number; hasAliases: boolean }> {
  return withCompany(sql, companyId, async (tx) => {
    const epochs = tx`select data.read_epoch(${companyId}) as epoch`.execute();
    epochs.catch(() => undefined);
    const [row] = await tx`select (select s.version from data.sorting s where s.company_id = ${companyId}) as version,
      exists (select from data.call_alias a where a.company_id = ${companyId}) as aliases`;
    const epoch = (await epochs)[0]?.["epoch"] as number | null | undefined;
    if (typeof epoch !== "number") throw new AppError("not-found", "This company does not exist.");
    return { epoch, sortedBy: Number(row?.["version"] ?? 0), hasAliases: row?.["aliases"] === true };
  });
}

/** Nobody raises the fence before this transaction ends. Throws AppError "fenced" when it is not at this epoch any more. */
export async function holdFence(tx: Tx, companyId: number, epoch: number): Promise<void> {
  try {
    await tx`select data.hold_fence(${companyId}, ${epoch})`;
  } catch (error) {
    throw asStoreError(error);
  }
}

/** Waits for every running batch of the company. `raisedAt` is the moment a watermark counts from. */
export async function raiseFence(tx: Tx, companyId: number): Promise<{ epoch: number; raisedAt: Date }> {
  const [row] = await tx`select epoch, raised_at from data.raise_fence(${companyId})`;
  return { epoch: row?.["epoch"] as number, raisedAt: row?.["raised_at"] as Date };
}

/** The refusals of our own functions as AppErrors; everything else as it came. */
export function asStoreError(error: unknown): unknown {
  const { code, detail } = error as { code?: string; detail?: string };
  if (code === "GL001")
    return new AppError("fenced", "Something of this company is being erased. The work is repeated by itself.", {
      retry: true,
      cause: error,
    });
  if (code === "GL002") return new CheckpointElsewhere(Number(detail ?? 0), error);
  if (code === "GL003")
    return new AppError(
      "conflict",
      "Another collector holds this source by now. It reads on from the stored position.",
      { cause: error },
    );
  if (code === "GL004") return new JoinedElsewhere(error);
  if (code === "GL005") return new WorkStopped(error);
  return error;
}

/** Another process has joined one of these legs, or an erasure has taken one. Nothing was stored. */
export class JoinedElsewhere extends AppError {
  constructor(cause: unknown) {
    super("conflict", "Parts of these calls were joined elsewhere meanwhile.", { cause });
    this.name = "JoinedElsewhere";
  }
}

/** The work was cancelled, or another worker goes on with it. Nothing was stored. */
export class WorkStopped extends AppError {
  constructor(cause: unknown) {
    super("conflict", "This work was stopped meanwhile.", { cause });
    this.name = "WorkStopped";
  }
}

/** Somebody stands elsewhere in the delivery: at `position`, in bytes. */
export class CheckpointElsewhere extends AppError {
  readonly position: number;

  constructor(position: number, cause: unknown) {
    super("conflict", "These bytes do not follow on the stored position.", { cause });
    this.name = "CheckpointElsewhere";
    this.position = position;
  }
}
