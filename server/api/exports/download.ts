import type { ApiContext } from "../trpc.ts";
import { passwordFirst } from "../../auth/session.ts";
import { AppError } from "../../domain/app-error.ts";
import { type ExportFile, fetchExport } from "../../privacy/index.ts";

export interface ExportInput {
  readonly exportId: string;
  readonly token: string;
}

/** The route beside the procedures: a file is a stream, which tRPC does not carry. Throws AppError. */
export async function downloadExport(context: ApiContext, input: ExportInput): Promise<ExportFile> {
  const { installation, session } = context;
  if (session === null) throw new AppError("not-signed-in", "Sign in first.");
  if (session.changeForced) throw passwordFirst();
  if (session.company === null) throw new AppError("conflict", "Choose a company first.");
  return await fetchExport({ ...installation, actor: session.actor, company: session.company }, input);
}
