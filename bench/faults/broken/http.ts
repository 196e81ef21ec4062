import { request } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { openProxy } from "#server/sources/files/proxy-fixture.ts";
import { playServer } from "#server/sources/http/played-server.ts";
import { createHttpPollSource } from "#server/sources/http-poll/http-poll-source.ts";
import { planOf } from "#server/sources/http-poll/plan-of.ts";
import { httpPollSettings } from "#server/sources/http-poll/settings.ts";
import { createHttpPushSource } from "#server/sources/http-push/http-push-source.ts";
import { httpPushSettings } from "#server/sources/http-push/settings.ts";
import { openDesk } from "#server/sources/pulled/pulled-fixture.ts";
import { createPorts } from "#server/sources/stream/ports.ts";
import type { Figure } from "../../figure.ts";
import { brokenFigure, count, drawFates, growingPatience } from "./fates.ts";
import { freePort } from "#db/testing/free-port.ts";

const REACH = 12_000;
const ANSWER_MS = 300;
const TOKEN = "0123456789abcdef-broken";
const PAGE = 30;

const recordOf = (n: number) => `record ${n} ${"x".repeat((n * 37) % 300)}`;

/** A system that posts, through connections that break at any byte of the request, until it is answered with success. */
export async function brokenPush(faults: number): Promise<Figure> {
  const fates = drawFates(REACH);
  const port = await freePort();
  const desk = openDesk({ ports: async () => [{ kind: "address", address: "127.0.0.1", from: port, to: port }] });
  const source = createHttpPushSource({
    ...desk,
    settings: httpPushSettings.parse({ address: "127.0.0.1", port, encryption: "none" }),
    credentials: { token: TOKEN },
    framing: { kind: "line" },
    ports: createPorts(),
  });
  await source.poll();
  const way = await openProxy(port, () => fates.next(faults), { counted: "client" });
  const expected: string[] = [];
  const patience = growingPatience(ANSWER_MS);
  let asked = 0;
  try {
    for (let message = 0; fates.met() < faults; message++) {
      const records = Array.from({ length: 1 + ((message * 7) % PAGE) }, () => recordOf(expected.length + 1)).map(
        (text, n) => `${text} ${message}.${n}`,
      );
      expected.push(...records);
      const body = records.map((text) => `${text}\n`).join("");
      // With a length, and without one: then only the end of the last piece tells that all has come.
      const sent = { key: `m${message}`, isMeasured: message % 2 === 0 };
      for (asked++; !(await post(way.port, body, { ...sent, patienceMs: patience.ms })); asked++) {
        patience.tried();
        await wait(5);
      }
      patience.answered();
    }
    // What is half open is over when the listener goes, and has left nothing.
    await source.close();
  } finally {
    way.close();
    await source.close();
  }
  const wrong = { lost: 0, twice: 0, partial: 0 };
  count(wrong, expected, desk.texts());
  return brokenFigure("http-push", faults, { wrong, sent: expected.length, fates, detail: { asked } });
}

interface Sent {
  readonly key: string;
  readonly isMeasured: boolean;
  readonly patienceMs: number;
}

function post(port: number, body: string, sent: Sent): Promise<boolean> {
  const length = sent.isMeasured ? { "content-length": Buffer.byteLength(body) } : { "transfer-encoding": "chunked" };
  const headers = { "idempotency-key": sent.key, ...length };
  return new Promise((resolve) => {
    const path = `/${TOKEN}`;
    const asked = request({ port, host: "127.0.0.1", path, method: "POST", agent: false, headers }, (response) => {
      const { statusCode = 0 } = response;
      response.on("error", () => resolve(false));
      response.resume().on("end", () => resolve(statusCode === 200));
    });
    const timer = setTimeout(() => asked.destroy(), sent.patienceMs);
    asked.on("error", () => resolve(false));
    asked.on("close", () => {
      clearTimeout(timer);
      resolve(false);
    });
    asked.end(body);
  });
}

/** An interface that is asked page after page, whose answers break at any byte. A broken one is asked again by the next collector. */
export async function brokenPoll(faults: number): Promise<Figure> {
  const fates = drawFates(REACH);
  const records: { readonly at: number; readonly text: string }[] = [];
  const server = await playServer(({ url }, response) => {
    const { searchParams } = new URL(url, "http://played");
    const [from = 0, to = 0, page = 1] = ["from", "to", "page"].map((name) => Number(searchParams.get(name)));
    const found = records.filter(({ at }) => at >= from && at < to).slice((page - 1) * PAGE, page * PAGE);
    const pieces = found.map(({ text }) => `${text}\n`);
    if (page % 2 === 0) response.end(pieces.join(""));
    else for (const piece of [...pieces, null]) piece === null ? response.end() : response.write(piece);
  });
  const way = await openProxy(server.port, () => fates.next(faults));
  const desk = openDesk();
  const patience = growingPatience(ANSWER_MS);
  const settings = httpPollSettings.parse({
    url: `http://127.0.0.1:${way.port}/calls?from={from}&to={to}&page={page}`,
    paging: "page",
    times: "unix-ms",
    plain: true,
    overlapSeconds: 30,
  });
  const open = () =>
    createHttpPollSource(
      { ...planOf(settings), everySeconds: 0 },
      {
        ...desk,
        known: desk.known(),
        credentials: {},
        framing: { kind: "line" },
        bounds: { bytes: 1_000_000, totalMs: patience.ms },
      },
    );
  let source = open();
  let asked = 0;
  const askOn = async (): Promise<boolean> => {
    asked++;
    const { more, problem } = await source.poll();
    if (problem === null) {
      patience.answered();
      return !more;
    }
    patience.tried();
    await source.close();
    source = open();
    return false;
  };
  try {
    while (fates.met() < faults) {
      const at = Date.now();
      for (let n = 0; n < 20; n++) records.push({ at, text: recordOf(records.length) });
      while (!(await askOn()));
    }
    await wait(1_100);
    while (!(await askOn()));
  } finally {
    await source.close();
    way.close();
    await server.close();
  }
  const wrong = { lost: 0, twice: 0, partial: 0 };
  const texts = records.map(({ text }) => text);
  // Asked again after a break, an answer is another delivery: its calls are known by ingest (REL-06), and counted here.
  const came = [...new Set(desk.texts())];
  count(wrong, texts, came);
  const again = desk.texts().length - came.length;
  return brokenFigure("http-poll", faults, {
    wrong,
    sent: texts.length,
    fates,
    detail: { asked, broughtAgain: again },
  });
}
