import { peerOf } from "../http/ask.ts";
import { showCertificate } from "../http/secure.ts";
import { reach } from "../machine/reach.ts";
import type { Pin, TestOptions, Transport, Tried } from "../transport.ts";
import { fillUrl } from "./fill-url.ts";
import { createHttpPollSource } from "./http-poll-source.ts";
import { planOf } from "./plan-of.ts";
import type { AuthPlan } from "./plan.ts";
import { PRESET_IDS, PRESETS } from "./presets/catalogue.ts";
import { createAskPage, urlOf } from "./question.ts";
import { framesOf } from "./read-page.ts";
import { AUTH_KINDS, type HttpPollSettings, httpPollSettings } from "./settings.ts";
import { firstCursor, nextPass } from "./window.ts";

const OWN = { field: "server", is: ["own"] };
const OAUTH = { field: "auth", is: ["oauth", "oauth-key", "oauth-jwt"] };
const PRESET = { field: "server", is: PRESET_IDS };
const USER = [{ field: "auth", is: ["basic", "oauth", "oauth-key", "oauth-jwt", "jwt"] }, PRESET];
const SECRET = [{ field: "auth", is: ["basic", "bearer", "header", "query", "oauth", "oauth-jwt"] }, PRESET];
const withAuth = (kind: AuthPlan["kind"]) => ({
  field: "server",
  is: PRESET_IDS.filter((id) => PRESETS[id].auth.kind === kind),
});
const SIGNED = { field: "auth", is: ["oauth-key", "jwt"] };

/** COL-08: an HTTPS interface that is asked for its records. */
export const httpPoll: Transport<HttpPollSettings> = {
  id: "http-poll",
  begins: "poll",
  fields: [
    { name: "server", kind: "choice", values: ["own", ...PRESET_IDS], default: "own" },
    { name: "url", kind: "text" },
    { name: "account", kind: "text", when: PRESET },
    {
      name: "auth",
      kind: "choice",
      values: AUTH_KINDS,
      default: "none",
      when: OWN,
    },
    { name: "keyName", kind: "text", when: { field: "auth", is: ["header", "query"] } },
    { name: "user", kind: "text", when: USER },
    { name: "secret", kind: "secret", when: SECRET },
    {
      name: "assertion",
      kind: "secret",
      when: [{ field: "auth", is: ["oauth-jwt"] }, withAuth("oauth-jwt")],
    },
    { name: "privateKey", kind: "text-secret", when: SIGNED },
    { name: "tokenUrl", kind: "text", when: [OAUTH, withAuth("oauth"), withAuth("oauth-jwt")] },
    {
      name: "tokenAuth",
      kind: "choice",
      values: ["form", "basic"],
      default: "form",
      when: { field: "auth", is: ["oauth"] },
    },
    { name: "scope", kind: "text", when: OAUTH },
    { name: "audience", kind: "text", when: SIGNED },
    { name: "keyId", kind: "text", when: SIGNED },
    { name: "algorithm", kind: "choice", values: ["RS256", "PS256", "ES256"], default: "RS256", when: SIGNED },
    {
      name: "paging",
      kind: "choice",
      values: ["none", "link", "page", "offset", "cursor"],
      default: "none",
      when: OWN,
    },
    { name: "pagingPath", kind: "text", when: { field: "paging", is: ["link", "cursor"] } },
    { name: "times", kind: "choice", values: ["iso", "date", "unix", "unix-ms"], default: "iso", when: OWN },
    { name: "overlapSeconds", kind: "number" },
    { name: "everySeconds", kind: "number" },
    { name: "windowHours", kind: "number" },
    { name: "firstDays", kind: "number", default: 1 },
    { name: "trust", kind: "choice", values: ["authority", "pin"], default: "authority" },
    { name: "pin", kind: "pin", when: { field: "trust", is: ["pin"] } },
    { name: "plain", kind: "switch", default: false },
  ],
  settings: httpPollSettings,
  // Of what is asked by spans of time, a record that comes later than the overlap is missed, and nobody notices.
  label: (settings) => {
    const plan = planOf(settings);
    // Where the token is fetched counts too: the secret goes there.
    const asked = [plan.url, ...("tokenUrl" in plan.auth ? [plan.auth.tokenUrl] : [])];
    const encrypted = asked.every((url) => /^https:/i.test(url));
    return { encrypted, authenticated: encrypted, mayLose: plan.url.includes("{from}") && plan.overlapSeconds === 0 };
  },
  open: ({ settings, ...options }) => createHttpPollSource(planOf(settings), options),
  test: tryInterface,
};

const PREVIEW = 20;

/** Asks for the first page of the last day. A certificate that is to be accepted is shown before anything is sent. */
async function tryInterface({
  settings,
  credentials,
  machine,
  framing,
  signal,
}: TestOptions<HttpPollSettings>): Promise<Tried> {
  const plan = planOf(settings);
  const base = new URL(fillUrl(plan.url, {}));
  let pin: Pin | null = null;
  if (plan.trust.by === "pin" && base.protocol === "https:") {
    const peer = peerOf(base);
    pin = await showCertificate(await reach(machine, peer, { signal }), peer.host);
    if (pin.fingerprint !== plan.trust.pin) return { ...NOTHING, pin };
  }
  const now = Date.now();
  const cursor = firstCursor({ ...plan, firstDays: 1 }, now);
  const askPage = createAskPage(plan, { machine, credentials, signal });
  const { body } = await askPage(urlOf(plan, cursor, nextPass({ ...plan, windowHours: 24 }, cursor, now)));
  const frames = (await framesOf(body, framing)).slice(0, PREVIEW);
  return { files: 1, bytes: body.length, newestAt: null, unreadable: 0, frames, ...(pin === null ? {} : { pin }) };
}

const NOTHING = { files: 0, bytes: 0, newestAt: null, unreadable: 0, frames: [] };
