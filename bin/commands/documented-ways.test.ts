import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ALARM_WORDS } from "#server/domain/alarm-words.ts";
import { DRIVERS } from "#server/drivers/catalogue.ts";
import { type SecurityLabel, SOURCE_PROBLEMS, TRANSPORTS } from "#server/sources/index.ts";

const DOCS = join(import.meta.dirname, "../../docs");
const OVERVIEW = readFileSync(join(DOCS, "sources.md"), "utf8");
const ROWS = [
  ...OVERVIEW.matchAll(/^\| \[`([\w-]+)`\]\(sources\/[\w-]+\.md\) \| [^|]+ \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$/gm),
];

const TABLE = { host: "a", database: "b", table: "c", cursorColumn: "d", tieColumn: "e" };
/** Settings of a way from its weakest to its strongest, as far as the label hangs on them. */
const SETTINGS: Readonly<Record<string, readonly object[]>> = {
  "shared-file": [{ path: "/srv" }],
  sftp: [{}],
  "sftp-server": [{}],
  ftp: [{ security: "none" }, { security: "explicit" }],
  "ftp-server": [{ security: "none" }, { security: "explicit" }],
  tcp: [
    { mode: "listen", tls: false, conversation: "none" },
    { mode: "connect", tls: true, conversation: "nec-60010" },
  ],
  serial: [{}],
  syslog: [
    { protocol: "udp", clientCertificate: "" },
    { protocol: "tls", clientCertificate: "ab" },
  ],
  radius: [{}],
  "http-poll": [
    { url: "http://a.example/?f={from}", overlapSeconds: 0, plain: true },
    { url: "https://a.example/?f={from}" },
  ],
  "http-push": [
    { encryption: "none", signature: "none" },
    { encryption: "tls", signature: "none" },
  ],
  database: [
    { ...TABLE, engine: "mysql", encryption: "none", overlap: 0 },
    { ...TABLE, engine: "mysql", cursorKind: "time" },
  ],
};
/** Of a way whose label hangs on nothing: what it is, before any explanation. A mounted folder is the mount's. */
const SAID = { true: /^yes/, false: /^(no\b|as it is mounted)/ } as const;

test("what the table of the ways says of each is what its label says", () => {
  assert.deepEqual(ROWS.map((row) => row[1]).sort(), TRANSPORTS.map(({ id }) => id).sort());
  for (const [, id = "", ...cells] of ROWS) {
    const transport = TRANSPORTS.find((one) => one.id === id);
    const labels = (SETTINGS[id] ?? []).map((settings) => labelOf(transport, settings));
    assert.ok(labels.length > 0, id);
    for (const [at, name] of (["encrypted", "authenticated", "mayLose"] as const).entries()) {
      const told = new Set(labels.map((label) => label[name]));
      const [only] = told;
      const cell = cells[at] ?? "";
      // Radius alone proves something without TLS; what hangs on settings says on which.
      if (told.size > 1) assert.match(cell, /with|unless|but for|later than|^as encrypted$/, `${id} ${name}`);
      else if (!/^by the shared secret/.test(cell)) assert.match(cell, SAID[`${only ?? false}`], `${id} ${name}`);
    }
  }
});

test("every state in which a source can be is explained, and no other is", () => {
  const text = [OVERVIEW, ...pagesIn("sources"), ...pagesIn("sources/pbx")].join("\n");
  const missing = Object.keys(SOURCE_PROBLEMS).filter((problem) => !text.includes(`\`${problem}\``));
  assert.deepEqual(missing, []);
  const tables = pagesIn("sources").flatMap((page) =>
    page.split(/^## /m).filter((part) => /^What (can|the states)/.test(part)),
  );
  const named = tables.flatMap((part) =>
    [...part.matchAll(/^\| ((?:`[a-z-]+`(?:, )?)+) \|/gm)].map((row) => row[1] ?? ""),
  );
  const codes = named.flatMap((cell) => [...cell.matchAll(/`([a-z-]+)`/g)].map((match) => match[1] ?? ""));
  assert.ok(codes.length > 60);
  assert.deepEqual(
    codes.filter((code) => !Object.hasOwn(SOURCE_PROBLEMS, code)),
    [],
  );
});

test("what is told of a source that stands still promises no more than its weakest way can keep", () => {
  const told = [
    ...Object.values(SOURCE_PROBLEMS),
    ...Object.values(ALARM_WORDS).flatMap(({ todo }) => Object.values(todo)),
  ];
  assert.deepEqual(
    told.filter((sentence) => /nothing is lost|calls wait|inget går förlorat|samtalen väntar/i.test(sentence)),
    [],
  );
});

test("every driver is in the table of the drivers, with its page", () => {
  const rows = [...OVERVIEW.matchAll(/^\| \[`([\w-]+)`\]\(drivers\/([\w-]+)\.md\) \|/gm)];
  for (const [, id, page] of rows) assert.equal(id, page);
  assert.deepEqual(rows.map((row) => row[1]).sort(), DRIVERS.map(({ id }) => id).sort());
});

test("every option of a driver is explained on its page, and the one that all have beside the table", () => {
  const shared = readFileSync(join(DOCS, "drivers/flexi.md"), "utf8");
  for (const { id, options } of DRIVERS) {
    const page = readFileSync(join(DOCS, `drivers/${id}.md`), "utf8");
    const text = id.startsWith("flexi-") ? `${page}${shared}` : page;
    const missing = options.filter(({ name }) => name !== "charset" && !new RegExp(`\`${name}[\`=]`).test(text));
    assert.deepEqual(
      missing.map(({ name }) => name),
      [],
      id,
    );
  }
  assert.match(OVERVIEW, /Every driver has the option `charset`/);
});

/** The settings are read as those of a source are, so that what is not said here stands at its default. */
function labelOf(transport: (typeof TRANSPORTS)[number] | undefined, settings: object): SecurityLabel {
  assert.ok(transport !== undefined);
  const read = transport.settings.safeParse(settings);
  return transport.label(read.success ? (read.data as Readonly<Record<string, unknown>>) : { ...settings });
}

function pagesIn(folder: string): string[] {
  return readdirSync(join(DOCS, folder))
    .filter((name) => name.endsWith(".md"))
    .map((name) => readFileSync(join(DOCS, folder, name), "utf8"));
}
