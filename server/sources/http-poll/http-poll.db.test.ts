import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { collect } from "#workers/collector/collect.ts";
import { openCollectorFixture } from "#workers/collector/collector-fixture.ts";
import { foundCalls, networkSource } from "#workers/collector/network-fixture.ts";
import { call } from "../../drivers/twilio-calls-json/specimens.ts";
import { answerJson, type PlayedServer, playServer } from "../http/played-server.ts";
import { allowNetwork } from "../machine/permits.ts";

const CALLS = "/2010-04-01/Accounts/ACprov/Calls.json";

/** A service with a list of calls by when they began, two a page, and whatever it is told to answer instead. */
async function playTwilio(t: TestContext) {
  const calls: { readonly sid: string; readonly from: string; readonly at: Date }[] = [];
  const played = {
    server: undefined as unknown as PlayedServer,
    /** Answers instead of the page that is asked for, one after the other. */
    instead: [] as { readonly status: number; readonly headers?: Record<string, string>; readonly page: number }[],
    askedAt: [] as number[],
    add: (sid: string, from: string, at: string) => void calls.push({ sid, from, at: new Date(at) }),
    pages: () => played.server.asked.map(({ url }) => Number(new URL(url, "http://x").searchParams.get("Page") ?? 0)),
  };
  played.server = await playServer(({ url, headers }, response) => {
    played.askedAt.push(performance.now());
    if (headers.authorization !== `Basic ${Buffer.from("ACprov:s3cret").toString("base64")}`)
      return answerJson(response, {}, 401);
    const asked = new URL(url, "http://x");
    const page = Number(asked.searchParams.get("Page") ?? 0);
    const [instead] = played.instead;
    if (instead !== undefined && instead.page === page) {
      played.instead.shift();
      return void response.writeHead(instead.status, instead.headers).end("it said s3cret and 0701740605");
    }
    const moment = (name: string) => new Date(asked.searchParams.get(name) ?? "").getTime();
    const [from, to] = [moment("StartTime>"), moment("StartTime<")];
    const within = calls.filter(({ at }) => at.getTime() >= from && at.getTime() <= to);
    const next = new URL(asked);
    next.searchParams.set("Page", String(page + 1));
    answerJson(response, {
      calls: within
        .slice(page * 2, page * 2 + 2)
        .map(({ sid, from: number, at }) =>
          JSON.parse(call({ sid, from: number, start_time: at.toUTCString().replace("GMT", "+0000") })),
        ),
      next_page_uri: within.length > page * 2 + 2 ? `${next.pathname}${next.search}` : null,
    });
  });
  t.after(() => played.server.close());
  return played;
}

test("an interface is read page after page to numbers that are found: late calls once, nothing twice, and on where a life ended", async (t) => {
  const fixture = await openCollectorFixture(t);
  const { ingest } = fixture;
  // What is asked for goes by the collector's clock.
  t.mock.timers.enable({ apis: ["Date"], now: ingest.time.now });
  allowNetwork(ingest.db.home, "prov", "127.0.0.1");
  const twilio = await playTwilio(t);
  const source = await networkSource(fixture, {
    transport: "http-poll",
    driver: "twilio-calls-json",
    settings: { server: "twilio-calls", url: twilio.server.origin, account: "ACprov", plain: true, everySeconds: 10 },
    credentials: { secret: "s3cret" },
  });
  const stored = () => ingest.count("call_record");
  const asked = () => twilio.server.asked.splice(0).length;

  await t.test("a life that ends between two pages: the next one begins with the page that was not safe", async () => {
    for (const [i, minute] of ["00", "05", "10", "15", "20"].entries())
      twilio.add(`CA${i}`, `+4670174060${5 + (i % 5)}`, `2026-06-15T09:${minute}:00Z`);
    twilio.instead.push({ status: 500, page: 2 });
    assert.equal(await source.pass(), "other-side-failed");
    assert.deepEqual(twilio.pages(), [0, 1, 2]);
    assert.equal(await stored(), 4);
    asked();
    assert.equal(await source.pass(), null);
    assert.equal(twilio.pages()[0], 2);
    assert.deepEqual([await stored(), await ingest.count("undefined_line")], [5, 0]);
    assert.equal(await foundCalls(fixture, "070-174 06 05"), 1);
    assert.equal(await foundCalls(fixture, "070-174 06 09"), 1);
  });

  await t.test(
    "a call that is told late is found, one that is later than the overlap is not, and none is there twice",
    async () => {
      const { pathname, searchParams } = new URL(twilio.server.asked[0]?.url ?? "", "http://x");
      assert.equal(pathname, CALLS);
      assert.ok(searchParams.has("StartTime>"));
      t.mock.timers.setTime(ingest.time.now.getTime() + 1_800_000);
      twilio.add("CAlate", "+46701740620", "2026-06-15T07:30:00Z");
      twilio.add("CAtoolate", "+46701740621", "2026-06-15T05:00:00Z");
      twilio.add("CAnew", "+46701740622", "2026-06-15T10:20:00Z");
      assert.equal(await source.pass(), null);
      assert.equal(await source.pass(), null);
      assert.deepEqual([await stored(), await ingest.count("undefined_line")], [7, 0]);
      for (const [number, calls] of Object.entries({
        "0701740620": 1,
        "0701740621": 0,
        "0701740622": 1,
        "0701740605": 1,
      }))
        assert.equal(await foundCalls(fixture, number), calls, number);
    },
  );

  await t.test("a collector that runs asks no sooner than it is told to, and then takes what there is", async () => {
    t.mock.timers.setTime(ingest.time.now.getTime() + 3_000_000);
    twilio.add("CAafter", "+46701740623", "2026-06-15T10:40:00Z");
    twilio.instead.push({ status: 429, headers: { "retry-after": "3" }, page: 0 });
    twilio.askedAt.length = 0;
    const ending = new AbortController();
    const collecting = collect(fixture.collector, ending.signal);
    try {
      for (let tries = 0; twilio.askedAt.length < 2 && tries < 300; tries++) await wait(50);
      for (let tries = 0; (await stored()) < 8 && tries < 100; tries++) {
        await wait(50);
        await fixture.store();
      }
    } finally {
      ending.abort();
      await collecting;
    }
    const [refused = 0, again = 0] = twilio.askedAt;
    assert.ok(again - refused >= 2_990, `${again - refused} ms`);
    assert.equal(await foundCalls(fixture, "0701740623"), 1);
  });

  const said = fixture.logged.join("");
  for (const secret of ["s3cret", "0701740605", "46701740605", "ACprov", "StartTime"])
    assert.ok(!said.includes(secret), secret);
});
