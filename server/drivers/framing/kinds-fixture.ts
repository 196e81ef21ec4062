import type { Framing } from "../driver.ts";
import type { Frame } from "../framing.ts";

export const GROUPS: Framing = { kind: "lines", belongs: (_, line) => line.startsWith("&") || line.startsWith(" ") };

export interface Kind {
  readonly framing: Framing;
  readonly records: readonly Buffer[];
  /** What its cutter looks for, whole and in halves, and what it looks for in vain. */
  readonly signs: readonly string[];
  /** How frames begin whose ends do not come, and what they go on with. */
  readonly open: readonly (readonly [string, string])[];
}

export const counted = (text: string): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  return Buffer.concat([length, Buffer.from(text, "latin1")]);
};

export const KINDS: Readonly<Record<string, Kind>> = {
  line: {
    framing: { kind: "line", quotes: true },
    records: ["a,b", '"two\nlines",x', "0701740605;204"].map((t) => Buffer.from(t)),
    signs: ["a", "\n", "\r\n", '"', ",", '""', '","', ',"x\ny",', "\n\n"],
    open: [
      ["", "x"],
      ['"', "x,"],
      ['"open\n', "x"],
    ],
  },
  ended: {
    framing: { kind: "ended", by: 0 },
    records: ["one\r\n\0", "0701740605 204\0", "\0"].map((t) => Buffer.from(t)),
    signs: ["a", "\0", "\n", "bcd"],
    open: [["", "x"]],
  },
  enclosed: {
    framing: { kind: "enclosed", from: 2, to: 3 },
    records: ["\x020!KA\x03", "\x02b\r\n\x03"].map((t) => Buffer.from(t)),
    signs: ["\x02", "\x03", "\n", "a", "\x02ab\x03"],
    open: [
      ["", "x"],
      ["\x02", "x\n"],
    ],
  },
  length: {
    framing: { kind: "length" },
    records: [counted("LOC 204 0701740605\r\n"), counted("x".repeat(300)), counted("IN")],
    signs: [
      "\x01\0\0\0",
      "\x14\0\0\0",
      "\x2c\x01\0\0",
      "\x60\xea\0\0",
      "a",
      "\n",
      "\0",
      "\n\0\0",
      "noise\n",
      "\x03\0\0\0abc",
    ],
    open: [
      ["\xf0\xff\0\0", "x"],
      ["", "x"],
      ["x", "\xf0\xff\0\0"],
    ],
  },
  fixed: {
    framing: { kind: "fixed", bytes: 24 },
    records: [Buffer.alloc(24, "0701740605 "), Buffer.alloc(24, "\n2")],
    signs: ["abc", "\n"],
    open: [["", "x"]],
  },
  lines: {
    framing: GROUPS,
    records: ["N 001 00 T001\n& 0701740605\n", "S 002\n", "E 003\r\n  more\r\n& x\r\n"].map((t) => Buffer.from(t)),
    signs: ["N 1", "\n", "& x\n", " x\n", "\r\n", "\r", "a", "&"],
    open: [
      ["", "x"],
      ["N\n", `& ${"x".repeat(298)}\n`],
    ],
  },
  json: {
    framing: { kind: "json" },
    records: [
      '{"a":"}{ \\" \\\\","b":[{"c":1},[2]]}\n',
      '{\n  "a": {\n    "b": "{"\n  }\n}\n',
      '{"name":"\\u00c5sa"},\n',
    ].map((t) => Buffer.from(t)),
    signs: ["{", "}", "[", "]", '"', "\\", "\n", "\n  ", "  {", " ", ",", ":", '{"a":1}', "\n{", '\\"', '"value":['],
    open: [
      ['{"a":[', '{"b":"cde"},'],
      ['{"a":"', "x\\"],
      ['{"a":1}', " "],
      [" ", " "],
    ],
  },
  sql: {
    framing: { kind: "sql" },
    records: ["('2026-03-02','0701740605','it''s \\'),(\\' here'),\n", "('b',2,NULL);\n"].map((t) => Buffer.from(t)),
    signs: [
      "(",
      ")",
      "'",
      '"',
      "\\",
      "\n",
      ",",
      ";",
      " ",
      "'),('",
      "INSERT INTO t ",
      "VALUES ",
      "(a, b)\n",
      "/*",
      "*/",
      "--",
      "SET x",
      "CREATE TABLE t ",
      "\n(",
      "\nREPLACE ",
      "a",
      "''",
      "('x',1),\n",
    ],
    open: [
      ["(", "'a',1,"],
      ["('", "x"],
      ["CREATE ", "x y\n"],
      ["INSERT INTO t (", "a, "],
      ["/*", "x "],
      ["-- ", "x"],
    ],
  },
  xml: {
    framing: { kind: "xml", element: "cdr" },
    records: [
      '<?xml version="1.0"?>\n<cdr core="a>b"><x>1</x><!-- </cdr> --></cdr>\n',
      "<cdr/>\n",
      "<cdr>\n <name><![CDATA[</cdr><cdr>]]></name>\n <cdrs/>\n</cdr >\n",
    ].map((t) => Buffer.from(t)),
    signs: [
      "<",
      ">",
      "/",
      "<cdr",
      "</cdr",
      "<cdr>",
      "</cdr>",
      "<cdrs>",
      "<!--",
      "-->",
      "<![CDATA[",
      "]]>",
      "\n",
      " ",
      "a",
      '"',
      "<?xml",
      "\n<cdr>",
      "<x>",
      "<cdr/>",
      "\n<cdr",
      "<!",
      "</",
    ],
    open: [
      ["<cdr>", "<x>1</x>"],
      ["<cdr ", 'a="b" '],
      ["<cdr><!--", "x\n"],
      ["<cdr/>", " "],
      [" ", " "],
    ],
  },
  pages: {
    framing: { kind: "json", pages: ["value"] },
    records: ['{"a":1},\n', '{"b":[{"value":2}]},\n'].map((t) => Buffer.from(t)),
    signs: ["{", "}", "[", "]", '"', "\\", "\n", " ", ",", '{"value":[', '"value"', ":", '{"a":1}', "]}", "\n  "],
    open: [['{"value":[', " "]],
  },
};

export const plain = (frames: readonly Frame[]) =>
  frames.map(({ bytes, start, end, line }) => [bytes.toString("latin1"), start, end, line]);
