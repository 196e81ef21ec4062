import { authorise, authoriseCompany, type CompanyContext, type Context } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { reachOf } from "../../domain/permissions.ts";
import { INSTALLATION } from "../../store/audit.ts";

/** Whose recipients they are: a company's, or with id 0 the installation's own. */
export interface Owner {
  readonly companyId: number;
  /** As the audit has it. */
  readonly audited: number | null;
}

/** For whoever says whom a company's alarms are told. Throws AppError "forbidden". */
export function companyOwner(ctx: CompanyContext): Owner {
  authoriseCompany(ctx, "alarm.change");
  return { companyId: ctx.company.id, audited: ctx.company.id };
}

/** For whoever operates the installation: a right that a profile of one company might hold does not reach it. */
export function installationOwner(ctx: Context): Owner {
  authorise(ctx, "maintenance.run");
  if (reachOf(ctx.actor.profile) !== "installation")
    throw new AppError("forbidden", "Only a system administrator of the installation may do this.");
  return { companyId: INSTALLATION, audited: null };
}
