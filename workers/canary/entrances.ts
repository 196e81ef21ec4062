import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { withCompany } from "#db/with-company.ts";
import { type CompanyContext, door } from "#server/context.ts";
import type { SourceFields } from "#server/collect/source-input.ts";
import { PRODUCTS } from "#server/domain/codes.ts";
import { addSource, listSources, type SourceRow } from "#server/store/sources.ts";
import type { CanaryPerson } from "./person.ts";

export type Transport = SourceFields["transport"];

/** How the canary comes in by a transport: as the telephone system would send it. */
export interface Entrance {
  /** The source of the canary's company, made at the first night. It stays stopped: only the canary reads it. */
  source(ctx: CompanyContext): Promise<SourceRow>;
  send(ctx: CompanyContext, name: string, lines: readonly string[]): Promise<void>;
  /** Takes away what was sent. */
  clear(ctx: CompanyContext): Promise<void>;
}

/**
 * One for each transport there is: a new one does not compile before it says how the canary comes in. null where the night would have
 * to open more than it shows: behind the inbox all transports are one path, and before it each is tried against real peers.
 */
export const ENTRANCES: Readonly<Record<Transport, Entrance | null>> = {
  "shared-file": {
    async source(ctx) {
      await mkdir(folderOf(ctx), { recursive: true, mode: 0o700 });
      return await sourceOf(ctx, "shared-file", { path: folderOf(ctx), restSeconds: 0.1 });
    },
    send: (ctx, name, lines) => writeFile(join(folderOf(ctx), name), `${lines.join("\n")}\n`, { mode: 0o600 }),
    clear: (ctx) => rm(folderOf(ctx), { recursive: true, force: true }),
  },
  // Another machine shows the folder.
  sftp: null,
  ftp: null,
  "sftp-server": null,
  "ftp-server": null,
  // Listeners could be played on the loopback. Each would be a port that nobody set up, open every night, beside the collectors'
  // leases, to every user of the machine; and whoever has the permit could enter calls for the canary, so that it proves less.
  tcp: null,
  syslog: null,
  radius: null,
  "http-push": null,
  // Nobody plays a serial line without its other end.
  serial: null,
  // Another machine plays what is asked.
  "http-poll": null,
  database: null,
};

const DRIVER = "flexi-tid";

function folderOf({ env, company }: CompanyContext): string {
  return join(env.home, "shared", company.slug, "night");
}

async function sourceOf(ctx: CompanyContext, transport: Transport, settings: object): Promise<SourceRow> {
  const { id: companyId } = ctx.company;
  return await withCompany(door(ctx, "web"), companyId, async (tx) => {
    const find = async () => (await listSources(tx, companyId)).find((row) => row.transport === transport);
    const known = await find();
    if (known !== undefined) return known;
    const site = { timeZone: null, country: null, outsideLine: null, extensionDigits: null, internationalPrefix: null };
    await addSource(tx, {
      ...site,
      companyId,
      name: transport,
      transport,
      driver: DRIVER,
      product: PRODUCTS.tid,
      settings: { ...settings },
      driverOptions: {},
      keepNames: false,
    });
    const made = await find();
    if (made === undefined) throw new Error("the source was just made");
    return made;
  });
}

const HEADER = "SOURCE;NOTE;DATE;ID;PHONE;SSN;NAME;SCHEDULED;DURATION;STATUS";

/** What the telephone system says of the canary's one call; `again` in another notation. */
export function linesOf(person: CanaryPerson, calledAt: Date, id: string, notation: "first" | "again"): string[] {
  const at = calledAt.toISOString().replace("T", " ").replace("Z", "");
  const call = `CALLBACK;queue=Canary;${at};${id};${person.phone[notation]};${person.ssn[notation]};;;240;DONE`;
  // A line that no driver understands may hold anything, and so it does.
  return notation === "first" ? [HEADER, call, `### ${person.phone.first} ${person.ssn.first}`] : [HEADER, call];
}
