import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { BlockList, isIP } from "node:net";
import { basename, join } from "node:path";
import { describe, test } from "node:test";
import { parseArgs } from "node:util";
import { readSourceInput } from "#server/collect/source-input.ts";
import { usualWays } from "#server/collect/usual-ways.ts";
import { DRIVERS, driverNamed } from "#server/drivers/catalogue.ts";
import { secretsOf, type TransportId, TRANSPORTS, transportNamed } from "#server/sources/index.ts";
import { settingsFrom } from "../acting/source-options.ts";
import { readCount, readPairs } from "../options.ts";
import { ADD_OPTIONS } from "./source.ts";

const SOURCES = join(import.meta.dirname, "../../docs/sources");
const FOLDER = join(SOURCES, "pbx");
const INDEX = readFileSync(join(FOLDER, "README.md"), "utf8");
const PAGES = readdirSync(FOLDER).filter((name) => name.endsWith(".md") && name !== "README.md");
const HEADINGS = [
  "What arrives",
  "Recommended way",
  "On the PBX",
  "In Gallra",
  "How to see that it works",
  "What can go wrong",
  "What has been tried",
];
/** Ways of a transport that share a page. */
const SHARED: Readonly<Record<string, string>> = { "http-poll": "http", "http-push": "http" };

describe("the page of a telephone system", () => {
  for (const page of PAGES) {
    const text = textOf(page);
    test(`${page} has the same headings as the others, and drivers that there are`, () => {
      assert.deepEqual(
        [...text.matchAll(/^## (.+)$/gm)].map((match) => match[1]),
        HEADINGS,
      );
      assert.ok(driversOf(text).length > 0, "it names no driver");
      for (const id of driversOf(text)) driverNamed(id);
    });

    test(`${page} adds sources as the command line takes them`, () => {
      const added = commandsIn(text, "source add").map(readAdded);
      assert.ok(added.length > 0, "it adds no source");
      for (const one of added) checkAdded(one);
      const here = new Set(driversOf(text));
      assert.ok(added.some(({ values }) => values.layout !== undefined || here.has(values.driver ?? "")));
    });
  }

  for (const { id } of DRIVERS)
    test(`is linked from the page of ${id}`, () => {
      const text = readFileSync(join(SOURCES, "../drivers", `${id}.md`), "utf8");
      const pages = PAGES.filter((page) => driversOf(textOf(page)).includes(id));
      assert.ok(
        pages.some((page) => text.includes(`(../sources/pbx/${page})`)),
        id,
      );
    });

  test("every driver is on one page, and in the table with that page and ways that there are", () => {
    const pages = new Map(PAGES.flatMap((page) => driversOf(textOf(page)).map((id) => [id, page] as const)));
    const named = PAGES.flatMap((page) => driversOf(textOf(page)));
    const ids = DRIVERS.map(({ id }) => id).sort();
    assert.deepEqual(named.sort(), ids);
    const rows = [...INDEX.matchAll(/^\| [^|]+ \| `([\w-]+)` \| ([^|]+) \| \[[^\]]+\]\(([\w-]+\.md)\) \|$/gm)];
    assert.deepEqual(rows.map((row) => row[1] ?? "").sort(), ids);
    for (const [, id = "", ways = "", page] of rows) {
      assert.equal(pages.get(id), page, id);
      for (const [, way = ""] of ways.matchAll(/`([\w-]+)`/g))
        assert.ok(usualWays(id).includes(transportNamed(way).id as TransportId), `${way} is not offered for ${id}`);
    }
  });
});

test("every other document adds sources as the command line takes them", () => {
  const documents = [join(SOURCES, ".."), SOURCES, join(SOURCES, "../drivers")].flatMap((folder) =>
    readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith(".md"))
      .map((entry) => readFileSync(join(folder, entry.name), "utf8")),
  );
  const added = documents.flatMap((text) => commandsIn(text, "source add")).map(readAdded);
  assert.ok(added.length > 10);
  for (const one of added) checkAdded(one);
});

test("whoever runs what a page says in its order has allowed what each source touches", () => {
  const pages = [...PAGES.map((page) => join(FOLDER, page)), ...pagesOf(SOURCES)];
  for (const page of pages) {
    const text = readFileSync(page, "utf8");
    const permitted = commandsIn(text, "permit").map((words) => words.filter((word) => !word.startsWith("--")));
    for (const { values } of commandsIn(text, "source add").map(readAdded)) {
      const settings = settingsFrom(transportNamed(values.transport), values.set ?? []);
      const wanted = touched(values.transport, settings);
      if (wanted === null) continue;
      const isAllowed = permitted.some(([kind, , value = ""]) => kind === wanted.kind && wanted.fits(value));
      assert.ok(isAllowed, `${basename(page)}: nothing allows ${values.transport} ${(values.set ?? []).join(" ")}`);
    }
  }
});

describe("the page of a way", () => {
  for (const transport of TRANSPORTS) {
    test(`${transport.id} has one, which names every setting`, () => {
      const path = join(SOURCES, `${SHARED[transport.id] ?? transport.id}.md`);
      assert.ok(existsSync(path), `${basename(path)} is missing`);
      const text = readFileSync(path, "utf8");
      const missing = transport.fields.map(({ name }) => name).filter((name) => !text.includes(`\`${name}\``));
      assert.deepEqual(missing, []);
      assert.match(text, /\(pbx\/README\.md\)/, "nothing leads to the telephone systems");
    });
  }
});

/** What a source needs to be allowed; null for a folder, which `source add` allows itself. */
function touched(transport: string, settings: Readonly<Record<string, unknown>>) {
  const { device, host, port, address = "0.0.0.0" } = settings;
  if (transport === "shared-file") return null;
  if (device !== undefined) return { kind: "port", fits: (value: string) => value === device };
  if (host !== undefined || transportNamed(transport).begins !== "listen") {
    // A name, and a service in the cloud, is allowed by any network that the page tells of.
    const isAddress = typeof host === "string" && isIP(host) > 0;
    return { kind: "network", fits: (value: string) => !isAddress || isWithin(String(host), value) };
  }
  const wanted = Number(port ?? (transport === "radius" ? 1_813 : 514));
  return {
    kind: "port",
    fits(value: string) {
      const [, on, first, last] = /^(.+):(\d+)(?:-(\d+))?$/.exec(value) ?? [];
      return on === address && Number(first) <= wanted && wanted <= Number(last ?? first);
    },
  };
}

function isWithin(address: string, network: string): boolean {
  const [base = "", bits = "32"] = network.split("/");
  const list = new BlockList();
  list.addSubnet(base, Number(bits));
  return list.check(address);
}

function pagesOf(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(folder, name));
}

type Added = ReturnType<typeof readAdded>;

function readAdded(words: readonly string[]) {
  return parseArgs({ args: [...words], options: ADD_OPTIONS, strict: true, allowPositionals: false });
}

/** What the portal and the command line check too, as far as no database is needed. */
function checkAdded({ values }: Added): void {
  const transport = transportNamed(values.transport);
  const place = values.path === undefined ? {} : { path: values.path };
  const credentials = Object.fromEntries(
    [values.secret ?? [], (values["secret-file"] ?? []).map((pair) => pair.split("=")[0] ?? "")]
      .flat()
      .map((name) => [name, "x"]),
  );
  const driver = values.driver ?? (values.layout === undefined ? "" : "delimited");
  readSourceInput({
    name: driver,
    driver: driverNamed(driver).id,
    transport: transport.id as TransportId,
    settings: {
      ...settingsFrom(transport, values.set ?? []),
      ...place,
      ...(values.pattern === undefined ? {} : { pattern: values.pattern }),
      ...(values.mode === undefined ? {} : { mode: values.mode }),
    },
    credentials,
    driverOptions: readPairs(values.option),
    outsideLine: values["outside-line"] ?? null,
    extensionDigits: readCount(values["extension-length"], "extension-length"),
  });
  // A credential that is asked for and not given would leave the source standing still.
  const required = transport.fields.filter(
    ({ name, required: is }) => is === true && secretsOf(transport).includes(name),
  );
  for (const { name } of required) assert.ok(name in credentials, `${transport.id} lacks ${name}`);
  if (values.layout === undefined) driverNamed(driver).configure(readPairs(values.option));
}

function textOf(page: string): string {
  return readFileSync(join(FOLDER, page), "utf8");
}

function driversOf(text: string): string[] {
  const line = /^Drivers: (.+)$/m.exec(text)?.[1] ?? "";
  return [...line.matchAll(/\[`([\w-]+)`\]\(\.\.\/\.\.\/drivers\/\1\.md\)/g)].map((match) => match[1] ?? "");
}

/** The words behind `gallra source add` and the like, as a shell gives them. */
function commandsIn(text: string, command: string): string[][] {
  const lines = [...text.matchAll(/^ {4}(?:npm run -s gallra --|gallra) (.+)$/gm)].map((match) => match[1] ?? "");
  return lines
    .filter((line) => line.startsWith(`${command} `))
    .map((line) => wordsOf(line.slice(command.length).replace(/ <.*$/, "")));
}

function wordsOf(line: string): string[] {
  return [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2] ?? match[3] ?? "");
}
