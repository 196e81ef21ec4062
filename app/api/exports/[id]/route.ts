import { Readable } from "node:stream";
import { contextOf, isOwnOrigin } from "#server/api/request.ts";
import { shownError, statusOf } from "#server/api/shown-error.ts";
import { AppError } from "#server/domain/app-error.ts";
import { fetchExport } from "#server/privacy/index.ts";

/** Spends a single-use link. The token comes in the body: an address would end in logs and histories. */
export async function POST(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  if (!isOwnOrigin(request.headers)) return new Response(null, { status: 403 });
  const { installation, session, requestId } = await contextOf(request.headers);
  try {
    if (session === null) throw new AppError("not-signed-in", "Sign in first.");
    if (session.company === null) throw new AppError("conflict", "Choose a company first.");
    const form = await request.formData();
    const input = { exportId: (await params).id, token: String(form.get("token") ?? "") };
    const file = await fetchExport({ ...installation, actor: session.actor, company: session.company }, input);
    const body = Readable.toWeb(file.stream);
    return new Response(body as ReadableStream<Uint8Array>, {
      headers: {
        "Content-Type": file.contentType,
        "Content-Length": String(file.bytes),
        "Content-Disposition": `attachment; filename="${file.fileName.replace(/[^\w.-]/g, "_")}"`,
        "Cache-Control": "no-store",
        "X-Request-Id": requestId,
      },
    });
  } catch (error) {
    const shown = shownError(error);
    installation.log.info("export.refused", { requestId, code: shown.code, fault: shown.fault });
    const text = `${shown.message || "The file could not be fetched."}\n\n${requestId}\n`;
    return new Response(text, {
      status: statusOf(shown),
      headers: { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" },
    });
  }
}
