import { request } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type { Play } from "./player.ts";

export const TOKEN = "played-token-0123456789";
const ANSWER_MS = 2_000;
/** What has waited for a listener that was away goes together. */
const MOST_AT_ONCE = 500;

/** Posts what waits, and again until it is answered with success. Without a key of its own, as most systems do. */
export const playPosts: Play = async (journal, { port, atOnce = 20 }) => {
  let waiting: number[] = [];
  let over = false;
  const working = (async () => {
    while (!over || waiting.length > 0) {
      const calls = waiting.splice(0, Math.max(atOnce, Math.min(waiting.length, MOST_AT_ONCE)));
      const body = calls.map((call) => `${journal.line(call)}\n`).join("");
      if (calls.length > 0) {
        while (!(await post(port, body))) await wait(50);
        for (const call of calls) journal.promised.add(call);
      } else await wait(5);
    }
  })();
  return {
    player: {
      step: () => void waiting.push(journal.next()),
      async finish() {
        over = true;
        await working;
      },
      close() {
        over = true;
        waiting = [];
      },
    },
    told: {},
  };
};

function post(port: number, body: string): Promise<boolean> {
  return new Promise((resolve) => {
    const asked = request(
      { port, host: "127.0.0.1", path: `/${TOKEN}`, method: "POST", agent: false, timeout: ANSWER_MS },
      (response) => {
        const { statusCode = 0 } = response;
        response.on("error", () => resolve(false));
        response.resume().on("end", () => resolve(statusCode >= 200 && statusCode < 300));
      },
    );
    asked.on("timeout", () => asked.destroy());
    asked.on("error", () => resolve(false));
    asked.on("close", () => resolve(false));
    asked.end(body);
  });
}
