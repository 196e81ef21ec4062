import { systemAudit } from "../../audit/index.ts";
import { door, type Installation } from "../../context.ts";
import { errorFields } from "../../log.ts";
import { countRefused, edgeById } from "../../store/edges.ts";
import { withCompany } from "#db/with-company.ts";
import type { Refusal } from "../protocol/messages.ts";
import { authenticate, type Known } from "./authenticate.ts";
import { contact } from "./contact.ts";
import { claimsIn } from "../protocol/signed-request.ts";
import { enrol } from "./enrol.ts";
import { Places, Proved, Strangers } from "./limits.ts";
import { Refused, statusOf } from "./refused.ts";
import { takeProbeAnswer } from "./take-probe-answer.ts";
import { takeSegment } from "./take-segment.ts";
import { tellPositions } from "./tell-positions.ts";

/** A request at the door of the edges. */
export interface EdgeRequest {
  readonly verb: string;
  readonly authorization: string | null;
  readonly address: string | null;
  /** The whole body, or null once it is longer than that. Called once, and only for whoever has proved who it is. */
  readBody(longest: number): Promise<Buffer | null>;
}

export interface EdgeAnswer {
  readonly status: number;
  readonly retryAfterSeconds: number | null;
  readonly body: object;
}

/** What the door works with. */
export type EdgeHost = Pick<Installation, "env" | "log" | "clock" | "sql">;

/** A segment is a mebibyte of frames, compressed; one frame alone may be larger. */
const LARGEST = { enrol: 2_048, contact: 1_048_576, segment: 33_554_432, probe: 1_048_576, positions: 1_024 } as const;
/** Bodies are held in memory: so many at most, and one of each kind for an edge. */
const PLACES = {
  enrol: new Places(4, 5),
  contact: new Places(16, 2),
  segment: new Places(8, 2),
  probe: new Places(8, 2),
  positions: new Places(4, 2),
} as const;
/** What an edge asks once it has proved who it is. */
const VERBS = { contact, segment: takeSegment, probe: takeProbeAnswer, positions: tellPositions } as const;
type KnownVerb = keyof typeof VERBS;
const AT_WORK = new Set<string>();
/** Looking at a signature costs: strangers do not get all of it. */
const LOOKING = new Places(16, 2);
const STRANGERS = new Strangers();
const PROVED = new Proved();

/**
 * Answers a collector at a customer's site. Nothing is read before the signature is known to be right, and nothing is stored but
 * whole segments of sources that run at this very edge. What is turned away is counted, and audited in its company.
 */
export async function answerEdge(host: EdgeHost, request: EdgeRequest): Promise<EdgeAnswer> {
  try {
    const { verb } = request;
    if (verb !== "enrol" && !isKnownVerb(verb)) return NOWHERE;
    const body = await (verb === "enrol" ? enrolled(host, request) : known(host, request, verb));
    return { status: 200, retryAfterSeconds: null, body };
  } catch (error) {
    if (error instanceof Refused) return refusedAnswer(error);
    host.log.error("edge.failed", { verb: request.verb, ...errorFields(error) });
    return { status: 503, retryAfterSeconds: 10, body: {} };
  }
}

const NOWHERE: EdgeAnswer = { status: 404, retryAfterSeconds: null, body: {} };

function isKnownVerb(verb: string): verb is KnownVerb {
  return Object.hasOwn(VERBS, verb);
}

function refusedAnswer(error: Refused): EdgeAnswer {
  return { status: statusOf(error), retryAfterSeconds: error.retryAfterSeconds, body: { refused: error.refusal } };
}

async function enrolled(host: EdgeHost, request: EdgeRequest): Promise<object> {
  return await asStranger(request, async () => {
    // Read before a place is taken: whoever sends slowly keeps nobody else out.
    const body = await request.readBody(LARGEST.enrol);
    if (body === null) throw new Refused("too-large");
    return await PLACES.enrol.within(() => enrol(host, body, request.address));
  });
}

async function known(host: EdgeHost, request: EdgeRequest, verb: KnownVerb): Promise<object> {
  // Whoever knows the name of an edge and not its key takes from its company alone.
  const holder = claimsIn(request.authorization)?.company ?? null;
  const look = () => authenticate(host, request, verb, noteRefusal);
  const edge = await asStranger(request, () => LOOKING.within(look, holder));
  PROVED.add(edge.companyId, edge.id);
  const own = `${edge.id} ${verb}`;
  if (AT_WORK.has(own)) throw new Refused("busy", 2);
  AT_WORK.add(own);
  try {
    return await PLACES[verb].within(async () => {
      const body = await request.readBody(LARGEST[verb]);
      if (body === null) throw new Refused("too-large");
      await edge.proveBody(body);
      return await VERBS[verb](host, edge, body);
    }, edge.companyId);
  } catch (error) {
    if (error instanceof Refused && !PASSING.has(error.refusal)) await noteRefusal(host, edge, error.refusal);
    throw error;
  } finally {
    AT_WORK.delete(own);
  }
}

/**
 * Whoever proves nothing is let in only so often. Who says to be an edge that has proved it before is looked at all the same: others at
 * its site have the same address, and must not keep it out by knocking.
 */
async function asStranger<T>(request: EdgeRequest, work: () => Promise<T>): Promise<T> {
  const address = request.address ?? "";
  const said = claimsIn(request.authorization);
  if (said === null || !PROVED.has(said.company, said.edge)) STRANGERS.check(address, Date.now());
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refused && error.refusal !== "busy") STRANGERS.count(address, Date.now());
    throw error;
  }
}

/** These are no fault of the edge, and pass. */
const PASSING: ReadonlySet<Refusal> = new Set<Refusal>(["busy", "full"]);
/** The first ones are told one by one, then one in a hundred: whoever is turned away must not fill the audit. */
const TOLD = 10;
const ONE_IN = 100;

async function noteRefusal(host: EdgeHost, edge: Pick<Known, "companyId" | "id">, refusal: Refusal): Promise<void> {
  const { companyId, id } = edge;
  await withCompany(door(host, "web"), companyId, async (tx) => {
    const row = await edgeById(tx, companyId, id);
    if (row === null) return;
    const before = await countRefused(tx, companyId, id, host.clock());
    if (before === null || (before >= TOLD && before % ONE_IN !== 0)) return;
    const detail = { edgeId: id, refused: refusal, before };
    await systemAudit(host, tx, companyId, { action: "edge.refused", detail });
  });
  host.log.warn("edge.refused", { company: companyId, refused: refusal });
}
