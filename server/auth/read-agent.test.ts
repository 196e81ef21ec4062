import assert from "node:assert/strict";
import { test } from "node:test";
import { readAgent } from "./read-agent.ts";

test("a browser is two words of a closed list, whatever else its header says", () => {
  const mozilla = "Mozilla/5.0";
  const webkit = "AppleWebKit/537.36 (KHTML, like Gecko)";
  for (const [header, expected] of [
    [`${mozilla} (Windows NT 10.0; Win64; x64; rv:141.0) Gecko/20100101 Firefox/141.0`, "firefox windows"],
    [`${mozilla} (Windows NT 10.0; Win64; x64) ${webkit} Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0`, "edge windows"],
    [`${mozilla} (Macintosh; Intel Mac OS X 10_15_7) ${webkit} Version/18.5 Safari/605.1.15`, "safari macos"],
    [`${mozilla} (iPhone; CPU iPhone OS 18_5 like Mac OS X) ${webkit} CriOS/140.0 Mobile Safari/604.1`, "chrome ios"],
    [`${mozilla} (Linux; Android 15; Pixel 9) ${webkit} Chrome/140.0.0.0 Mobile Safari/537.36`, "chrome android"],
    [`${mozilla} (X11; CrOS x86_64 14541.0.0) ${webkit} Chrome/140.0.0.0 Safari/537.36`, "chrome chromeos"],
    ["curl/8.5.0", "other other"],
    ["anna.provsson@example.se 070-1740605", "other other"],
    ["", null],
    [null, null],
  ] as const)
    assert.equal(readAgent(header), expected, header ?? "none");
});
