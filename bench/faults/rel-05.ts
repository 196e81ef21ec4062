import type { Fault, Figure } from "../figure.ts";
import { brokenFiles } from "./broken/files.ts";
import { brokenPoll, brokenPush } from "./broken/http.ts";
import { brokenTcp } from "./broken/tcp.ts";
import { brokenUploads } from "./broken/uploads.ts";

/** Whoever is asked, or asks, through connections that break. One more transport: a line here. */
const BROKEN: readonly ((faults: number) => Promise<Figure>)[] = [
  (faults) => brokenFiles("sftp", faults),
  (faults) => brokenFiles("ftps", faults),
  brokenTcp,
  brokenPush,
  brokenPoll,
  (faults) => brokenUploads("sftp-server", faults),
  (faults) => brokenUploads("ftps-server", faults),
];

export const fault: Fault = {
  id: "REL-05",
  claim:
    "a connection reset, stalled or half-open at any byte: no partial file, message or record is taken, nothing is lost or taken twice",
  async run({ full }) {
    const figures: Figure[] = [];
    for (const broken of BROKEN) figures.push(await broken(full ? 1_000 : 50));
    return figures;
  },
};
