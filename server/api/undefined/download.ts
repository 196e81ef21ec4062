import { passwordFirst } from "../../auth/session.ts";
import { AppError } from "../../domain/app-error.ts";
import { DownloadLinesInput, downloadLines, type LinesFile } from "../../privacy/index.ts";
import type { ApiContext } from "../trpc.ts";

/** The route beside the procedures: a file is a stream, which tRPC does not carry. `form` as it was sent. Throws AppError. */
export async function downloadUndefined(context: ApiContext, form: FormData): Promise<LinesFile> {
  const { installation, session } = context;
  if (session === null) throw new AppError("not-signed-in", "Sign in first.");
  if (session.changeForced) throw passwordFirst();
  if (session.company === null) throw new AppError("conflict", "Choose a company first.");
  const text = (name: string) => String(form.get(name) ?? "");
  const asked = DownloadLinesInput.safeParse({
    ...{ sourceId: Number(text("sourceId")), day: text("day"), format: text("format") || "bytes" },
    purpose: text("purpose"),
  });
  if (!asked.success) throw new AppError("bad-input", "Say of which source and day, and why.");
  return await downloadLines({ ...installation, actor: session.actor, company: session.company }, asked.data);
}
