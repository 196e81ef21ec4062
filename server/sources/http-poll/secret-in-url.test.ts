import assert from "node:assert/strict";
import { test } from "node:test";
import { answerJson, playServer } from "../http/played-server.ts";
import { openDesk } from "../pulled/pulled-fixture.ts";
import { createHttpPollSource } from "./http-poll-source.ts";
import { planOf } from "./plan-of.ts";
import { secretInQuery } from "./secret-in-url.ts";
import { httpPollSettings } from "./settings.ts";

test("an address that holds what opens a door is refused by the name or the look of it, and what is asked for is not", () => {
  const secrets = {
    apikey: "?apikey=abc&from={from}",
    "api-key": "?from={from}&api-key=1",
    "X-Api-Key": "?X-Api-Key=hello",
    access_token: "/v1/calls;v=1?access_token=t",
    code: "?code=abc",
    sig: "?sv=2024&sig=x",
    client_secret: "?client%5Fsecret=x",
    "Ocp-Apim-Subscription-Key": "?Ocp-Apim-Subscription-Key=0",
    u: "?u=9f86d081884c7d659a2feaa0c55ad015",
  };
  for (const [name, query] of Object.entries(secrets)) {
    const found = secretInQuery(`https://pbx.example/calls${query}`);
    assert.equal(found, name, query);
  }
  const plain = [
    "?from={from}&to={to}&pageToken={cursor}",
    "?countryCode=46&areacode=08&status=answered-by-a-person&view=Detailed",
    "?id=5f0c1a52-0a3c-4a63-9d5a-1f2b3c4d5e6f&since=2026-03-02T08:15:00.000Z",
    "?$filter=startDateTime%20ge%20{from}&$select=id,caller,callee,startDateTime,endDateTime",
    "?key={cursor}&token=",
  ];
  for (const query of plain) assert.equal(secretInQuery(`https://pbx.example/calls${query}`), null, query);
  const refused = httpPollSettings.safeParse({ url: "https://pbx.example/?apikey=the-value" });
  assert.match(refused.error?.issues[0]?.message ?? "", /apikey.*sealed/);
  assert.ok(!JSON.stringify(refused.error).includes("the-value"));
  const endpoint = { url: "https://pbx.example/", auth: "oauth", user: "a", tokenUrl: "https://pbx.example/t?code=x" };
  assert.equal(httpPollSettings.safeParse(endpoint).success, false);
});

test("a key of the service's stands in its header or behind the address, once, and nowhere else", async (t) => {
  const KEY = "k&y /åäö=?";
  const server = await playServer(({ url, headers }, response) => {
    const asked = new URL(url, "http://x");
    const isRight = asked.searchParams.getAll("api.key").join() === KEY || headers["x-api-key"] === "a plain key";
    const next = asked.pathname === "/one" ? `${server.origin}/two?a=%3E&api.key=old` : null;
    answerJson(response, { value: [{ id: asked.pathname }], next }, isRight ? 200 : 401);
  });
  t.after(() => server.close());
  const ask = async (settings: Record<string, unknown>, secret: string) => {
    const desk = openDesk();
    const base = { url: `${server.origin}/one?a=%3E`, plain: true, paging: "link", pagingPath: "next" };
    const plan = planOf(httpPollSettings.parse({ ...base, ...settings }));
    const { key, sink, machine } = desk;
    const framing = { kind: "json", pages: ["value"] } as const;
    const source = createHttpPollSource(plan, { key, sink, machine, known: [], credentials: { secret }, framing });
    t.after(() => source.close());
    let polled = await source.poll();
    while (polled.more) polled = await source.poll();
    const identities = JSON.stringify(desk.parts.map((part) => part.identity));
    assert.ok(!identities.includes("key"));
    return [polled.problem, desk.texts().length];
  };
  assert.deepEqual(await ask({ auth: "query", keyName: "api.key" }, KEY), [null, 2]);
  assert.ok(server.asked.every(({ url }) => url.includes("a=%3E&api.key=") && !url.includes("old")));
  assert.deepEqual(await ask({ auth: "header", keyName: "X-API-Key" }, " a plain key\n"), [null, 2]);
  assert.deepEqual(await ask({ auth: "query", keyName: "api.key" }, "another"), ["wrong-credentials", 0]);
  const before = server.asked.length;
  for (const auth of [{ auth: "header", keyName: "X-API-Key" }, { auth: "bearer" }])
    assert.deepEqual(await ask(auth, "a\r\nHost: elsewhere"), ["no-credentials", 0]);
  assert.equal(server.asked.length, before, "a line break begins no other header");
  const names = ["Host", "Content-Length", "transfer-encoding", "Cookie", "X: y", "x\ny", "", "Expect"];
  for (const keyName of names)
    assert.equal(httpPollSettings.safeParse({ url: "https://x.example/", auth: "header", keyName }).success, false);
});
