import { createServer } from "node:http";
import { portOf } from "./port-of.ts";
import type { Play } from "./player.ts";

const PAGE = 10;
/** A page takes its time, so that a kill can meet a collector between two of them. */
const PAGE_MS = 80;

/** An interface that is asked for the calls of a span of time, page after page. */
export const playPages: Play = async (journal, { atOnce = PAGE }) => {
  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? "/", "http://played");
    const [from, to, page] = ["from", "to", "page"].map((name) => Number(searchParams.get(name)));
    const known = journal.at.flatMap((at, call) => (at >= (from ?? 0) && at < (to ?? 0) ? [call] : []));
    const given = known.slice(((page ?? 1) - 1) * atOnce, (page ?? 1) * atOnce);
    setTimeout(() => {
      response.writeHead(200, { "content-type": "text/csv" });
      response.end(given.map((call) => `${journal.line(call)}\n`).join(""));
    }, PAGE_MS);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    player: {
      step: () => void journal.promised.add(journal.next()),
      finish: async () => undefined,
      close() {
        server.close();
        server.closeAllConnections();
      },
    },
    told: { port: portOf(server) },
  };
};
