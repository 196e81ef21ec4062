import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { test, type TestContext } from "node:test";
import { jwtVerify } from "jose";
import type { Framing } from "../../drivers/driver.ts";
import { answerJson, type Play, type PlayedServer, playServer } from "../http/played-server.ts";
import { type Desk, openDesk } from "../pulled/pulled-fixture.ts";
import type { Source } from "../source.ts";
import { createHttpPollSource } from "./http-poll-source.ts";
import { planOf } from "./plan-of.ts";
import { httpPollSettings } from "./settings.ts";
import { httpPoll } from "./transport.ts";

const JSON_PAGES: Framing = { kind: "json", pages: ["value"] };
const NOW = Date.parse("2026-03-02T12:00:00Z");

async function played(t: TestContext, play: Play): Promise<PlayedServer> {
  const server = await playServer(play);
  t.after(() => server.close());
  return server;
}

interface Asked {
  readonly source: Source;
  /** Rounds until the source says that it waits for its next time. */
  settle(): Promise<string | null>;
}

function open(
  t: TestContext,
  desk: Desk,
  settings: Record<string, unknown>,
  more: Record<string, unknown> = {},
): Asked {
  const read = httpPollSettings.parse({ plain: true, everySeconds: 10, ...settings });
  const plan = { ...planOf(read), everySeconds: 0 };
  const { key, sink, machine } = desk;
  const options = {
    key,
    sink,
    machine,
    known: desk.known(),
    credentials: {},
    framing: JSON_PAGES,
    now: () => NOW,
    ...more,
  };
  const source = createHttpPollSource(plan, options);
  t.after(() => source.close());
  return {
    source,
    async settle() {
      for (let round = 0; round < 100; round++) {
        const { more: again, problem } = await source.poll();
        if (!again) return problem;
      }
      throw new Error("it never settles");
    },
  };
}

const call = (id: number) => `{"id":"${id}","duration":5}`;
const pageOf = (ids: readonly number[], next: string | null) =>
  `{"@odata.context":"x","value":[${ids.map(call).join(",")}]${next === null ? "" : `,"@odata.nextLink":"${next}"`}}`;
const GRAPH = { server: "graph-pstn", account: "tenant", user: "app" };
const token = (url: string, response: Parameters<Play>[1]) => {
  if (!url.startsWith("/token")) return false;
  answerJson(response, { access_token: "ticket", expires_in: 3600 });
  return true;
};

test("a service is asked with its token, page after page, and only calls are delivered", async (t) => {
  const desk = openDesk();
  const server = await played(t, ({ url }, response) => {
    if (token(url, response)) return;
    const skip = Number(/skip=(\d)/.exec(url)?.[1] ?? 0);
    answerJson(response, pageOf([skip * 2, skip * 2 + 1], skip < 2 ? `${server.origin}/next?skip=${skip + 1}` : null));
  });
  const { settle } = open(
    t,
    desk,
    { ...GRAPH, url: server.origin, tokenUrl: `${server.origin}/token` },
    { credentials: { secret: "s3cret" } },
  );
  assert.equal(await settle(), null);
  assert.deepEqual(desk.texts(), [0, 1, 2, 3, 4, 5].map(call));
  const [first, second, ...others] = server.asked;
  assert.equal(
    first?.body,
    "grant_type=client_credentials&client_id=app&client_secret=s3cret&scope=https%3A%2F%2Fgraph.microsoft.com%2F.default",
  );
  assert.equal(
    decodeURIComponent(second?.url ?? ""),
    "/v1.0/communications/callRecords/getPstnCalls(fromDateTime=2026-02-28T12:00:00Z,toDateTime=2026-03-02T12:00:00Z)",
    "a day, and the day before it for what came late",
  );
  assert.deepEqual(
    [second, ...others].map((one) => one?.headers.authorization),
    Array(3).fill("Bearer ticket"),
  );
  assert.ok(!JSON.stringify(desk.parts.map((part) => part.identity)).includes("skip"), "no link stands in clear text");
});

test("what the overlap brings again is not delivered again, and a changed record is, in another delivery", async (t) => {
  const desk = openDesk();
  let ids = [1, 2];
  const server = await played(t, (_question, response) => answerJson(response, pageOf(ids, null)));
  const { settle } = open(t, desk, { url: `${server.origin}/calls?from={from}&to={to}` });
  await settle();
  ids = [2, 1, 3, 3];
  await settle();
  await settle();
  assert.deepEqual(desk.texts(), [1, 2, 3, 3].map(call), "two equal records of one answer are two calls");
  assert.equal(new Set(desk.parts.map((part) => part.deliveryId)).size, 2);
});

test("a restart goes on with the page that was not safe, and a span already asked for is not asked for again", async (t) => {
  const desk = openDesk();
  const server = await played(t, ({ url }, response) => {
    const page = Number(/p=(\d)/.exec(url)?.[1] ?? 0);
    answerJson(response, pageOf([page], page < 3 ? `/calls?p=${page + 1}` : null));
  });
  const settings = { url: `${server.origin}/calls?from={from}`, paging: "link", pagingPath: "@odata.nextLink" };
  desk.refuseAfter(2);
  await assert.rejects(open(t, desk, settings).settle(), /full/);
  desk.refuseAfter(null);
  const asked = server.asked.length;
  await open(t, desk, settings).settle();
  assert.deepEqual(desk.texts(), [0, 1, 2, 3].map(call));
  assert.deepEqual(
    server.asked.slice(asked).map(({ url }) => url),
    ["/calls?p=2", "/calls?p=3"],
  );
  await open(t, desk, settings).settle();
  assert.equal(server.asked.at(-4)?.url, "/calls?from=2026-03-02T11%3A00%3A00Z", "from an hour before where it stood");
});

test("redirects and links that lead elsewhere are not followed", async (t) => {
  const trap = await played(t, (_question, response) => answerJson(response, pageOf([9], null)));
  let way: "redirect" | string = "redirect";
  const server = await played(t, (_question, response) => {
    if (way !== "redirect") return answerJson(response, pageOf([1], way));
    response.writeHead(302, { location: `${trap.origin}/` });
    response.end();
  });
  const settings = { url: `${server.origin}/calls`, paging: "link", pagingPath: "@odata.nextLink" };
  const port = new URL(server.origin).port;
  const links = [
    "redirect",
    trap.origin,
    `//127.0.0.1:${trap.port}/x`,
    `http://x@127.0.0.1:${port}/`,
    `https://127.0.0.1:${port}/`,
    "file:///etc/passwd",
  ];
  for (way of links) assert.equal(await open(t, openDesk(), settings).settle(), "redirected", way);
  assert.equal(trap.connections(), 0);
});

test("a service that asks for patience is asked no sooner, and one that refuses is not asked again at once", async (t) => {
  const statuses = [429, 503, 401, 500, 404, 200];
  const problems = [
    "rate-limited",
    "rate-limited",
    "wrong-credentials",
    "other-side-failed",
    "protocol-broken",
    "protocol-broken",
  ];
  for (const [i, status] of statuses.entries()) {
    const server = await played(t, (_question, response) => {
      response.writeHead(status, { "retry-after": "120" });
      response.end("<html>sign in</html>");
    });
    const { settle } = open(t, openDesk(), { url: `${server.origin}/calls` });
    assert.equal(await settle(), problems[i]);
    assert.equal(await settle(), problems[i], "the page of the source goes on telling it");
    assert.equal(server.asked.length, 1);
  }
});

test("pages are counted, skipped or told by a cursor until one is empty or the same, and a circle is left", async (t) => {
  const server = await played(t, ({ url }, response) => {
    const at = new URL(url, "http://x").searchParams;
    const from = at.has("page") ? (Number(at.get("page")) - 1) * 2 : Number(at.get("offset") ?? at.get("cursor") ?? 0);
    const ids = [from, from + 1].filter((id) => id < 4);
    if (at.has("circle")) return answerJson(response, pageOf([1], url));
    answerJson(response, `{"value":[${ids.map(call).join()}],"at":${at.has("stuck") ? 0 : from + ids.length}}`);
  });
  const asks: Record<string, object> = {
    "?page={page}": { paging: "page" },
    "?offset={offset}": { paging: "offset" },
    "?cursor={cursor}": { paging: "cursor", pagingPath: "at" },
  };
  for (const [query, paging] of Object.entries(asks)) {
    const desk = openDesk();
    assert.equal(await open(t, desk, { url: `${server.origin}/${query}`, ...paging }).settle(), null);
    assert.deepEqual(desk.texts(), [0, 1, 2, 3].map(call), query);
  }
  const stuck = openDesk();
  await open(t, stuck, { url: `${server.origin}/?stuck&cursor={cursor}`, paging: "cursor", pagingPath: "at" }).settle();
  assert.deepEqual(stuck.texts(), [0, 1].map(call), "a page that comes again is the last");
  const circle = { url: `${server.origin}/?circle`, paging: "link", pagingPath: "@odata.nextLink" };
  assert.equal(await open(t, openDesk(), circle).settle(), "protocol-broken");
});

test("a token that is refused is fetched anew once, and signed assertions verify", async (t) => {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  let tickets = 0;
  const server = await played(t, ({ url, headers }, response) => {
    if (url === "/token") return answerJson(response, { access_token: `ticket-${++tickets}` });
    answerJson(response, pageOf([1], null), headers.authorization === "Bearer ticket-2" ? 200 : 401);
  });
  const pem = String(privateKey.export({ type: "pkcs8", format: "pem" }));
  const settings = {
    url: `${server.origin}/calls`,
    auth: "oauth-key",
    user: "app",
    tokenUrl: `${server.origin}/token`,
    algorithm: "ES256",
    keyId: "k1",
  };
  assert.equal(await open(t, openDesk(), settings, { credentials: { privateKey: pem } }).settle(), null);
  assert.equal(tickets, 2);
  const form = new URLSearchParams(server.asked[0]?.body);
  const { payload, protectedHeader } = await jwtVerify(form.get("client_assertion") ?? "", publicKey, {
    audience: `${server.origin}/token`,
  });
  assert.deepEqual([payload.iss, payload.sub, protectedHeader.kid], ["app", "app", "k1"]);
  assert.equal(
    await open(t, openDesk(), settings, { credentials: { privateKey: "no key" } }).settle(),
    "no-credentials",
  );
  const wrong = { ...settings, auth: "oauth", tokenUrl: `${server.origin}/calls` };
  assert.equal(await open(t, openDesk(), wrong, { credentials: { secret: "x" } }).settle(), "wrong-credentials");
});

test("settings that could lead elsewhere or send a secret in clear text are refused, and the label is honest", () => {
  const refused = [
    { url: "http://pbx.example/calls" },
    { url: "https://{cursor}.example/calls", paging: "cursor", pagingPath: "next" },
    { url: "https://user:secret@pbx.example/" },
    { url: "ftp://pbx.example/" },
    { url: "https://pbx.example/", paging: "page" },
    { server: "twilio-calls" },
    { server: "twilio-calls", account: "../../x?" },
    { url: "https://pbx.example/", auth: "oauth", user: "app" },
  ];
  for (const settings of refused)
    assert.equal(httpPollSettings.safeParse(settings).success, false, JSON.stringify(settings));
  const label = (settings: object) => httpPoll.label(httpPollSettings.parse(settings));
  assert.deepEqual(label({ server: "ringcentral", account: "~" }), {
    encrypted: true,
    authenticated: true,
    mayLose: false,
  });
  const token = {
    url: "https://pbx.example/",
    auth: "oauth",
    user: "a",
    tokenUrl: "http://pbx.example/token",
    plain: true,
  };
  assert.equal(label(token).encrypted, false, "the secret goes there in clear text");
  assert.deepEqual(label({ url: "http://pbx.example/?f={from}", plain: true, overlapSeconds: 0 }), {
    encrypted: false,
    authenticated: false,
    mayLose: true,
  });
});
