import type { Sql, Tx } from "#db/clients.ts";

/**
 * COPY of rows in binary format into one table or leaf. Settles always: postgres.js leaves the stream waiting for ever when
 * the server refuses after the end, so the refusal is handed to the stream. Rejects with the server's own error.
 */
export async function copyInto(sql: Sql | Tx, table: string, columns: readonly string[], rows: Buffer): Promise<void> {
  if (!/^data\.[a-z0-9_]+$/.test(table) || !columns.every((column) => /^[a-z_0-9]+$/.test(column)))
    throw new Error("not a table of ours");
  const query = sql.unsafe(`copy ${table} (${columns.join(", ")}) from stdin (format binary)`) as unknown as CopyQuery;
  const stream = await query.writable();
  await new Promise<void>((resolve, reject) => {
    query.reject = (error) => {
      reject(error);
      stream.destroy(error);
    };
    stream.on("error", reject);
    stream.on("close", () =>
      reject(Object.assign(new Error("the connection closed during COPY"), { code: "CONNECTION_CLOSED" })),
    );
    stream.on("finish", resolve);
    write(stream, rows);
  });
}

const CHUNK_BYTES = 256 * 1024;

/** As fast as the server takes it: the stream says when it has room again. */
function write(stream: NodeJS.WritableStream & { destroyed: boolean }, rows: Buffer): void {
  let at = 0;
  const more = () => {
    while (at < rows.length && !stream.destroyed) {
      const chunk = rows.subarray(at, at + CHUNK_BYTES);
      at += chunk.length;
      if (!stream.write(chunk) && at < rows.length) {
        stream.once("drain", more);
        return;
      }
    }
    if (!stream.destroyed) stream.end();
  };
  more();
}

interface CopyQuery {
  writable(): Promise<NodeJS.WritableStream & { destroyed: boolean; destroy(error: Error): void }>;
  reject: (error: Error) => void;
}
