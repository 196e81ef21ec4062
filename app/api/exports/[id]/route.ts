import { Readable } from "node:stream";
import { type ExportInput, downloadExport } from "#server/api/exports/download.ts";
import { readUpTo } from "#server/api/read-up-to.ts";
import { refused } from "#server/api/refused.ts";
import { contextOf, isOwnOrigin } from "#server/api/request.ts";
import { shownError, statusOf } from "#server/api/shown-error.ts";
import { createLog } from "#server/log.ts";

const LARGEST_FORM = 16_384;

/** Spends a single-use link. The token comes in the body: an address would end in logs and histories. */
export async function POST(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  if (!isOwnOrigin(request.headers)) return refused(403);
  const sent = await readUpTo(request.body, LARGEST_FORM);
  if (sent === null) return refused(413);
  let log = createLog("web");
  let requestId: string = crypto.randomUUID();
  try {
    const context = await contextOf(request.headers);
    log = context.installation.log;
    requestId = context.requestId;
    const file = await downloadExport(context, await inputOf(request, (await params).id, sent));
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
    if (shown.expected) log.info("export.refused", { requestId, code: shown.code, fault: shown.fault });
    else log.error("export.failed", { requestId, code: shown.code, fault: shown.fault });
    const text = `${shown.message || "The file could not be fetched."}\n\n${requestId}\n`;
    return new Response(text, {
      status: statusOf(shown),
      headers: { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store", "X-Request-Id": requestId },
    });
  }
}

/** What is no form holds no token, and is refused as a wrong one is. */
async function inputOf(request: Request, exportId: string, sent: Buffer<ArrayBuffer>): Promise<ExportInput> {
  const headers = { "Content-Type": request.headers.get("content-type") ?? "" };
  const form = await new Response(sent, { headers }).formData().catch(() => new FormData());
  return { exportId, token: String(form.get("token") ?? "") };
}
