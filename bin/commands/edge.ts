import {
  inviteEdge,
  type Invitation,
  listEdges,
  placeSource,
  renewInvitation,
  revokeEdge,
} from "#server/edge/index.ts";
import type { CompanyContext } from "#server/context.ts";
import { inCompany } from "../acting/company.ts";
import { PERSON_OPTIONS } from "../acting/person.ts";
import { type Args, type Command, type Io, parseArgs, required, UsageError } from "../command.ts";

/** Collectors at the customers, as the portal knows them. On their own machines they run by `gallra collect --portal`. */
export const command: Command = {
  name: "edge",
  usage: [
    "add --company SLUG --name NAME [--source ID]... [--as EMAIL]   (the code is shown once, and ends within an hour)",
    "code --company SLUG --edge ID [--as EMAIL]   (a new code for one that has not come)",
    "list --company SLUG [--as EMAIL]",
    "place --company SLUG --source ID --edge ID|home [--as EMAIL]   (the source must be stopped)",
    "revoke --company SLUG --edge ID [--as EMAIL]",
  ].join("\n"),
  summary: "invites, lists and revokes collectors at the customers, and says which sources run there",
  async run(args, io) {
    const [verb, ...rest] = args;
    const work = WORK[verb ?? ""];
    if (work === undefined) throw new UsageError("Say edge add, code, list, place or revoke.");
    const values = parse(rest);
    await inCompany(values, (ctx) => work(ctx, values, io));
    return 0;
  },
};

type Values = ReturnType<typeof parse>;

function parse(args: Args) {
  const { values, positionals } = parseArgs(args, {
    ...PERSON_OPTIONS,
    name: { type: "string" },
    source: { type: "string", multiple: true },
    edge: { type: "string" },
  });
  if (positionals.length > 0) throw new UsageError("Everything is said by options.");
  return values;
}

const WORK: Readonly<Record<string, (ctx: CompanyContext, values: Values, io: Io) => Promise<void>>> = {
  async add(ctx, values, io) {
    const name = required(values.name, "name");
    tellInvitation(await inviteEdge(ctx, { name, sourceIds: (values.source ?? []).map(idOf) }), io);
  },
  async code(ctx, values, io) {
    tellInvitation(await renewInvitation(ctx, { edgeId: required(values.edge, "edge") }), io);
  },
  async list(ctx, _values, io) {
    let after: Parameters<typeof listEdges>[1] = {};
    for (;;) {
      const page = await listEdges(ctx, after);
      for (const edge of page.edges) io.out({ edgeId: edge.id, ...edge, id: undefined });
      if (page.next === null) return;
      after = { after: page.next };
    }
  },
  async place(ctx, values, io) {
    const [word, ...more] = values.source ?? [];
    if (word === undefined || more.length > 0) throw new UsageError("Name one source with --source ID.");
    const where = required(values.edge, "edge");
    const edgeId = where === "home" ? null : where;
    await placeSource(ctx, { sourceId: idOf(word), edgeId });
    io.out({ sourceId: idOf(word), edgeId });
    io.note("What the source signs in with has to be entered again: it was sealed to the machine that ran it.");
  },
  async revoke(ctx, values, io) {
    const edgeId = required(values.edge, "edge");
    io.out({ edgeId, state: "revoked", ...(await revokeEdge(ctx, { edgeId })) });
  },
};

function tellInvitation({ edgeId, name, code, endsAt, portalKey }: Invitation, io: Io): void {
  io.out({ edgeId, ...(name === "" ? {} : { name }), code, endsAt, portalKey });
  io.note(
    `On the machine at the customer, with an empty GALLRA_HOME: gallra collect --portal https://THIS-PORTAL --code -\nIt asks for the code, which works once, until ${endsAt.toISOString()}.`,
  );
  if (portalKey === null) {
    io.note("The portal's own certificate cannot be read here: the edge will trust an authority's alone.");
  }
}

function idOf(word: string): number {
  const id = Number(word);
  if (!Number.isInteger(id) || id < 1) throw new UsageError("--source is the number of a source of the company.");
  return id;
}
