import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { refusedInput } from "#server/domain/refused-input.ts";
import { TRANSPORTS } from "#server/sources/index.ts";
import { translate } from "../../../sentences.ts";
import { fieldFaultSentences } from "./field-faults.ts";

const UNUSABLE = ["", " ", "§ ;{}'\u0000", "999.999.999.999/77", -1, 99_999_999, 1.5];
const POLL = { server: "own", url: "https://pbx.example/calls" };
const ROWS = { engine: "odbc", dsn: "pbx", table: "cdr", cursorColumn: "id" };
const FTP = { port: 2121, passiveFrom: 3000, passiveTo: 3009, user: "pbx" };

/** What contradicts itself, each field by itself being right. */
const TOGETHER: readonly (readonly [string, object])[] = [
  ["http-poll", { ...POLL, url: "https://" }],
  ["http-poll", { ...POLL, url: "https://999.999.999.999/x" }],
  ["http-poll", { ...POLL, url: "http://pbx.example/calls" }],
  ["http-poll", { ...POLL, url: "https://user@pbx.example/calls" }],
  ["http-poll", { ...POLL, url: "https://pbx.example/calls#x" }],
  ["http-poll", { ...POLL, url: "https://pbx.example/calls?token=abcdefghijklmnop" }],
  ["http-poll", { ...POLL, paging: "page" }],
  ["http-poll", { ...POLL, auth: "oauth", user: "u" }],
  ["http-poll", { ...POLL, auth: "basic" }],
  ["http-poll", { ...POLL, auth: "header", keyName: "Host" }],
  ["http-poll", { server: "twilio-calls", account: "AC1", url: "§" }],
  ["database", { ...ROWS, user: "a;b" }],
  ["database", { ...ROWS, table: "a b" }],
  ["database", { ...ROWS, cursorColumn: "a b" }],
  ["database", { ...ROWS, tieColumn: "a b" }],
  ["database", { ...ROWS, query: "x" }],
  ["database", { ...ROWS, cursorKind: "time" }],
  ...["'", "/* */", ";", "x", "SELECT a INTO b", "SELECT a"].map(
    (query) => ["database", { ...ROWS, table: "", query, startAt: "0" }] as const,
  ),
  ["ftp-server", { ...FTP, passiveTo: 2999 }],
  ["ftp-server", { ...FTP, passiveTo: 65_000 }],
  ["ftp-server", { ...FTP, passiveFrom: 2120, passiveTo: 2122 }],
];

const settingsOf = (id: string) => TRANSPORTS.find((transport) => transport.id === id)?.settings ?? z.never();

/** Every reason by itself, as one of them is what a person reads first. */
function faultsOf(id: string, settings: object) {
  const { error } = settingsOf(id).safeParse(settings);
  return (error?.issues ?? []).map((issue) => refusedInput(new z.ZodError([issue])));
}

test("whatever a setting of a way is refused for, it is said in Swedish too", () => {
  const said = (text: string, of: string) => {
    if (/ (needs|takes) at |is (at|one of) | cannot be used as it is/.test(text)) return;
    const other = translate(text, { ...fieldFaultSentences, 'The field "{1}" {2}.': "" });
    assert.ok(other, `${of}: ${text}`);
  };
  for (const { id, fields } of TRANSPORTS)
    for (const { name } of fields)
      for (const value of UNUSABLE)
        for (const fault of faultsOf(id, { [name]: value })) said(fault.message, `${id}.${name}`);
  for (const [id, settings] of TOGETHER) {
    const faults = faultsOf(id, settings);
    assert.ok(faults.length > 0, `${id} ${JSON.stringify(settings)}`);
    for (const fault of faults) said(fault.message, id);
  }
});

test("what a text of a way has to be like is told, and not merely that it cannot be used", () => {
  for (const [id, name, told] of [
    ["sftp", "host", "must be a host name or an address"],
    ["sftp", "user", "must be a name without control characters"],
    ["sftp-server", "user", "must be a name without blanks"],
    ["http-poll", "account", "must be the account's id"],
    ["tcp", "port", "is a whole number"],
  ] as const) {
    const faults = faultsOf(id, { [name]: name === "port" ? 1.5 : "§ \u0000" });
    assert.ok(
      faults.some(({ field, message }) => field === name && message === `The field "${name}" ${told}.`),
      `${id}.${name}: ${faults.map(({ message }) => message)}`,
    );
  }
});

test("a name that a database cannot have is told at the field in which it stands", () => {
  for (const name of ["table", "columns", "cursorColumn", "tieColumn"])
    assert.deepEqual(
      faultsOf("database", { ...ROWS, [name]: "a b" }).map(({ field }) => field),
      [name],
    );
});
