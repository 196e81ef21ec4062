import { type AuditFile, exportAudit } from "../../audit/index.ts";
import { passwordFirst } from "../../auth/session.ts";
import { AppError } from "../../domain/app-error.ts";
import type { ApiContext } from "../trpc.ts";

/** The route beside the procedures: a file is a stream, which tRPC does not carry. Throws AppError. */
export async function downloadAudit(context: ApiContext): Promise<AuditFile> {
  const { installation, session } = context;
  if (session === null) throw new AppError("not-signed-in", "Sign in first.");
  if (session.changeForced) throw passwordFirst();
  if (session.company === null) throw new AppError("conflict", "Choose a company first.");
  return await exportAudit({ ...installation, actor: session.actor, company: session.company });
}
