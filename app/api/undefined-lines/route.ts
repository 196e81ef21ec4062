import { Readable } from "node:stream";
import { readUpTo } from "#server/api/read-up-to.ts";
import { refused } from "#server/api/refused.ts";
import { contextOf, isOwnOrigin } from "#server/api/request.ts";
import { shownError, statusOf } from "#server/api/shown-error.ts";
import { downloadUndefined } from "#server/api/undefined/download.ts";

const LARGEST_FORM = 16_384;

/** The lines of a source and day as a stream. POST alone: fetching them is written to the audit, which a link must not do. */
export async function POST(request: Request): Promise<Response> {
  if (!isOwnOrigin(request.headers)) return refused(403);
  const sent = await readUpTo(request.body, LARGEST_FORM);
  if (sent === null) return refused(413);
  const context = await contextOf(request.headers);
  const { installation, requestId } = context;
  try {
    const headers = { "Content-Type": request.headers.get("content-type") ?? "" };
    const form = await new Response(sent, { headers }).formData().catch(() => new FormData());
    const file = await downloadUndefined(context, form);
    const body = Readable.toWeb(Readable.from(file.chunks, { objectMode: false, highWaterMark: 65_536 }));
    return new Response(body as ReadableStream<Uint8Array>, {
      headers: {
        "Content-Type": file.contentType,
        "Content-Disposition": `attachment; filename="${file.fileName.replace(/[^\w.-]/g, "_")}"`,
        "Cache-Control": "no-store",
        "X-Request-Id": requestId,
      },
    });
  } catch (error) {
    const shown = shownError(error);
    installation.log.info("undefined-lines.refused", { requestId, code: shown.code, fault: shown.fault });
    const text = `${shown.message || "The file could not be fetched."}\n\n${requestId}\n`;
    return new Response(text, {
      status: statusOf(shown),
      headers: { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" },
    });
  }
}
