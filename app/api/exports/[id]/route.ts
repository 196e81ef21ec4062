import { Readable } from "node:stream";
import { downloadExport } from "#server/api/exports/download.ts";
import { contextOf, isOwnOrigin } from "#server/api/request.ts";
import { shownError, statusOf } from "#server/api/shown-error.ts";

/** Spends a single-use link. The token comes in the body: an address would end in logs and histories. */
export async function POST(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  if (!isOwnOrigin(request.headers)) return new Response(null, { status: 403 });
  const context = await contextOf(request.headers);
  const { installation, requestId } = context;
  try {
    const form = await request.formData();
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
