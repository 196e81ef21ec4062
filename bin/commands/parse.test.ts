import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { type Io, UsageError } from "../command.ts";
import { command } from "./parse.ts";

/** Runs the command on a file of these lines. */
async function parse(lines: readonly string[], ...args: string[]) {
  const folder = mkdtempSync(join(tmpdir(), "parse-"));
  try {
    const file = join(folder, "calls.csv");
    writeFileSync(file, lines.join("\n"));
    const results: Record<string, unknown>[] = [];
    const notes: string[] = [];
    const io: Io = {
      out: (result) => void results.push({ ...result }),
      note: (text) => void notes.push(text),
      stdin: () => Promise.resolve(""),
    };
    const code = await command.run([...args, file], io);
    return { code, results, notes, file };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const CALL =
  '"","0701740605","204","from-trunk","""Anna Prov"" <0701740605>","SIP/t-1","SIP/204-2","Dial","SIP/204","2026-03-02 08:15:00","2026-03-02 08:15:13","2026-03-02 08:16:13",73,60,"ANSWERED","DOCUMENTATION","1772435700.12",""';

test("every call is one line with the names that scripts rely on", async () => {
  const { code, results, notes, file } = await parse([CALL], "--driver", "asterisk-cdr-csv", "--extension-length", "3");
  assert.equal(code, 0);
  assert.deepEqual(results, [
    {
      file,
      line: 1,
      callId: "1772435700.12",
      startedAt: "2026-03-02T07:15:00.000Z",
      durationSeconds: 60,
      direction: "in",
      extension: "204",
      calling: "0701740605",
      called: "204",
      callingE164: "+46701740605",
      calledE164: null,
      disposition: "answered",
      partOf: null,
    },
  ]);
  assert.deepEqual(notes, ["records=1 undefined=0"]);
});

test("undefined lines say why and where, and the command still succeeds", async () => {
  const { code, results, notes, file } = await parse(
    ["what,is,this", CALL, "\u0001\u0002"],
    "--driver",
    "asterisk-cdr-csv",
  );
  assert.equal(code, 0);
  assert.deepEqual(results[0], { file, line: 1, undefined: "columns: 3 where 16 to 21 are expected" });
  assert.deepEqual(results[2], { file, line: 3, undefined: "binary: bytes that no text holds" });
  assert.deepEqual(notes, ["records=1 undefined=2"]);
});

test("a withheld caller is null, a SIP address is its number, and the outside line is taken off", async () => {
  const withheld = CALL.replaceAll("0701740605", "anonymous");
  const sip = CALL.replace('"0701740605"', '"sip:0701740605@10.0.0.8"');
  const out = CALL.replace('"0701740605","204"', '"204","00701740605"');
  const { results } = await parse([withheld, sip, out], "--driver", "asterisk-cdr-csv", "--outside-line", "0");
  assert.deepEqual([results[0]?.calling, results[0]?.callingE164], [null, null]);
  assert.deepEqual([results[1]?.calling, results[1]?.callingE164], ["0701740605", "+46701740605"]);
  assert.deepEqual([results[2]?.called, results[2]?.calledE164], ["00701740605", "+46701740605"]);
});

test("wrong usage is told apart from failure", async () => {
  const wrong = [
    [],
    ["--driver", "no-such"],
    ["--driver", "flexi-cc", "--country", "Sweden"],
    ["--driver", "flexi-cc", "--time-zone", "Mars/Olympus"],
    ["--driver", "flexi-cc", "--received", "now"],
    ["--driver", "flexi-cc", "--option", "colour"],
    ["--driver", "flexi-cc", "--option", "colour=blue"],
    ["--driver", "flexi-cc", "--extension-length", "many"],
    ["--colour"],
  ];
  for (const args of wrong) await assert.rejects(parse([CALL], ...args), UsageError, args.join(" "));
});
