import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { request } from "node:https";
import { test, type TestContext } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { playAuthority } from "#server/sources/http/played-authority.ts";
import { createHttpPollSource } from "#server/sources/http-poll/http-poll-source.ts";
import { planOf } from "#server/sources/http-poll/plan-of.ts";
import { httpPollSettings } from "#server/sources/http-poll/settings.ts";
import { httpPoll } from "#server/sources/http-poll/transport.ts";
import { openDesk } from "#server/sources/pulled/pulled-fixture.ts";
import type { OidcSetting, ShownToken } from "./oidc-server.ts";

const SECRET = "a secret: of 100 % + more";
const TOKEN_SECONDS = 2;
const FRAMING = { kind: "json", pages: ["value"] } as const;

async function openProvider(t: TestContext, clients: OidcSetting["clients"]) {
  const { cert, key } = await (await playAuthority()).issue("127.0.0.1");
  const child = fork(new URL("./oidc-server.ts", import.meta.url), { stdio: ["ignore", "ignore", "ignore", "ipc"] });
  t.after(async () => {
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill();
    await ended;
  });
  const port = await new Promise<number>((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`the provider ended: ${code}`)));
    child.once("message", (told: { readonly port: number }) => resolve(told.port));
    child.send({ cert, key, clients, tokenSeconds: TOKEN_SECONDS } satisfies OidcSetting);
  });
  return `https://127.0.0.1:${port}`;
}

const CLIENT = { redirect_uris: [], response_types: [], grant_types: ["client_credentials"], scope: "calls" };

test("a provider that is not ours: secrets by form and header, signed assertions, tokens that end or are revoked, and whom it does not know", async (t) => {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2_048 });
  const jwk = { ...publicKey.export({ format: "jwk" }), kid: "k1", use: "sig", alg: "PS256" };
  const pem = privateKey.export({ format: "pem", type: "pkcs8" }).toString();
  const origin = await openProvider(t, [
    { ...CLIENT, client_id: "by form", client_secret: SECRET, token_endpoint_auth_method: "client_secret_post" },
    { ...CLIENT, client_id: "by:header", client_secret: SECRET, token_endpoint_auth_method: "client_secret_basic" },
    { ...CLIENT, client_id: "signed", token_endpoint_auth_method: "private_key_jwt", jwks: { keys: [jwk] } },
  ]);
  const base = {
    ...{ url: `${origin}/calls?from={from}&to={to}`, tokenUrl: `${origin}/token`, scope: "calls" },
    ...{ auth: "oauth", user: "by form", trust: "pin", everySeconds: 10 },
  };
  const { machine } = openDesk();
  const pin = await httpPoll
    .test({
      settings: httpPollSettings.parse(base),
      credentials: {},
      framing: FRAMING,
      machine,
      signal: AbortSignal.timeout(10_000),
    })
    .then((tried) => tried.pin?.fingerprint ?? "");
  const opened = (changes: Record<string, unknown> = {}, credentials: Record<string, string> = { secret: SECRET }) => {
    const desk = openDesk();
    const plan = { ...planOf(httpPollSettings.parse({ ...base, pin, ...changes })), everySeconds: 0 };
    const source = createHttpPollSource(plan, {
      machine,
      credentials,
      framing: FRAMING,
      key: desk.key,
      known: [],
      sink: desk.sink,
    });
    t.after(() => source.close());
    return async () => {
      await sent(`${origin}/shown`);
      let polled = await source.poll();
      while (polled.more) polled = await source.poll();
      const shown = JSON.parse((await sent(`${origin}/shown`)).text) as ShownToken[];
      token = shown.at(-1)?.token ?? "";
      return { problem: polled.problem, calls: desk.texts().length, judged: shown.map(({ by }) => by) };
    };
  };
  let token = "";
  const both = { problem: null, calls: 2 };

  await t.test("a token serves until it has ended; then another is fetched, once", async () => {
    const ask = opened();
    const first = await ask();
    assert.deepEqual([first.problem, first.calls], [null, 2]);
    assert.ok(first.judged.every((by) => by === "by form"));
    const before = token;
    assert.deepEqual(await ask(), { ...both, judged: ["by form"] });
    assert.equal(token, before, "the same token");
    await wait(TOKEN_SECONDS * 1_000 + 500);
    assert.deepEqual(await ask(), { ...both, judged: [null, "by form"] });
  });

  await t.test("one that is revoked at the provider is given up, and another is fetched", async () => {
    const ask = opened();
    await ask();
    const form = { token, client_id: "by form", client_secret: SECRET };
    assert.equal((await sent(`${origin}/token/revocation`, form)).status, 200);
    assert.deepEqual(await ask(), { ...both, judged: [null, "by form"] });
  });

  await t.test("by header, and signed by a key", async () => {
    const header = await opened({ tokenAuth: "basic", user: "by:header" })();
    assert.deepEqual([header.problem, header.calls], [null, 2]);
    const signed = { auth: "oauth-key", user: "signed", keyId: "k1", algorithm: "PS256", audience: origin };
    const key = await opened(signed, { privateKey: pem })();
    assert.deepEqual([key.problem, key.calls], [null, 2]);
    const other = generateKeyPairSync("rsa", { modulusLength: 2_048 }).privateKey.export({
      format: "pem",
      type: "pkcs8",
    });
    const refused = await opened(signed, { privateKey: other.toString() })();
    assert.deepEqual(refused, { problem: "wrong-credentials", calls: 0, judged: [] });
  });

  await t.test(
    "another secret, a client that it does not know, a scope that it does not give: refused, with no call told",
    async () => {
      const refused = { problem: "wrong-credentials", calls: 0, judged: [] };
      assert.deepEqual(await opened({}, { secret: `${SECRET}.` })(), refused);
      assert.deepEqual(await opened({ user: "nobody" })(), refused);
      assert.deepEqual(await opened({ scope: "everything" })(), { ...refused, judged: ["by form"] }, "asked once");
    },
  );
});

async function sent(url: string, form?: Readonly<Record<string, string>>): Promise<{ status: number; text: string }> {
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const method = form === undefined ? "GET" : "POST";
  return await new Promise((resolve, reject) => {
    const asked = request(url, { method, headers, rejectUnauthorized: false, agent: false }, async (answer) => {
      let text = "";
      for await (const chunk of answer) text += chunk;
      resolve({ status: answer.statusCode ?? 0, text });
    });
    asked.on("error", reject);
    asked.end(form === undefined ? undefined : new URLSearchParams(form).toString());
  });
}
