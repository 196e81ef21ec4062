import { Readable } from "node:stream";
import { downloadExport } from "#server/api/exports/download.ts";
import { readUpTo } from "#server/api/read-up-to.ts";
import { contextOf, isOwnOrigin } from "#server/api/request.ts";
import { shownError, statusOf } from "#server/api/shown-error.ts";

const LARGEST_FORM = 16_384;

/** Spends a single-use link. The token comes in the body: an address would end in logs and histories. */
export async function POST(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  if (!isOwnOrigin(request.headers)) return new Response(null, { status: 403 });
  const sent = await readUpTo(request.body, LARGEST_FORM);
  if (sent === null) return new Response(null, { status: 413 });
  const context = await contextOf(request.headers);
  const { installation, requestId } = context;
  try {
    const form = await new Response(sent, {
      headers: { "Content-Type": request.headers.get("content-type") ?? "" },
    }).formData();
    const input = { exportId: (await params).id, token: String(form.get("token") ?? "") };
    const file = await downloadExport(context, input);
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
