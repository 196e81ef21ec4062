/** Names of fields as Communication Manager's form *CDR System Parameters* writes them. */
export type FieldName = (typeof FIELD_NAMES)[number];

export const FIELD_NAMES = [
  "acct-code",
  "attd-console",
  "auth-code",
  "bandwidth",
  "bcc",
  "calling-num",
  "clg-num/in-tac",
  "clg-pty-cat",
  "code-dial",
  "code-used",
  "cond-code",
  "contact-uri",
  "country-from",
  "country-to",
  "date",
  "dialed-num",
  "duration",
  "feat-flag",
  "from-uri",
  "frl",
  "in-crt-id",
  "in-trk-code",
  "ins",
  "isdn-cc",
  "ixc-code",
  "ma-uui",
  "node-num",
  "null",
  "out-crt-id",
  "ppm",
  "request-uri",
  "res_flag",
  "return",
  "line-feed",
  "sec-dur",
  "space",
  "time",
  "timezone",
  "to-uri",
  "tsc_ct",
  "tsc_flag",
  "vdn",
] as const;

/** Where the fields of a record stand: first and last position, counted from 1 as in Avaya's tables. */
export interface Layout {
  readonly fields: Readonly<Partial<Record<FieldName, readonly [from: number, to: number]>>>;
  /** What else stands in the record and is not read; everything between is blank. */
  readonly unread?: readonly (readonly [from: number, to: number])[];
  /** Positions to the end of the line. */
  readonly length: number;
  /** The line feed inside the record: what stands after it is on a second line. */
  readonly breakAt?: number;
  /** Order of day and month where the record holds its date; of the option `date` otherwise. */
  readonly date?: "dmy";
  /** Letters of the 59-character records, where others have digits. */
  readonly letters?: true;
}

/** `hhmm`, and `hmmt`: hours, minutes and tenths of a minute. */
const TELESEER: Layout = {
  fields: {
    time: [4, 7],
    duration: [8, 11],
    "cond-code": [12, 12],
    "code-dial": [13, 15],
    "code-used": [16, 18],
    "dialed-num": [19, 33],
    "calling-num": [34, 38],
    "acct-code": [39, 53],
    frl: [54, 55],
    "in-crt-id": [56, 58],
    "out-crt-id": [59, 61],
    "feat-flag": [62, 62],
    "auth-code": [63, 69],
  },
  unread: [[70, 76]],
  length: 76,
};

const PRINTER_START = { time: [1, 4], duration: [6, 9], "cond-code": [11, 11] } as const;

const EXPANDED_START = {
  ...PRINTER_START,
  "code-dial": [13, 16],
  "code-used": [18, 21],
  "dialed-num": [23, 37],
} as const;

const UNFORMATTED: Layout = {
  fields: {
    time: [1, 4],
    duration: [5, 8],
    "cond-code": [9, 9],
    "code-dial": [10, 13],
    "code-used": [14, 17],
    "dialed-num": [18, 32],
    "calling-num": [33, 42],
    "acct-code": [43, 57],
    "auth-code": [58, 64],
    "in-crt-id": [68, 70],
    "out-crt-id": [71, 73],
    "feat-flag": [74, 74],
    "attd-console": [75, 76],
    "in-trk-code": [77, 80],
    "node-num": [81, 82],
  },
  unread: [
    [65, 67],
    [83, 130],
  ],
  length: 100,
};

const LSU: Layout = {
  fields: {
    duration: [1, 4],
    "cond-code": [5, 5],
    "code-dial": [6, 8],
    "code-used": [9, 11],
    "dialed-num": [12, 26],
    "calling-num": [27, 30],
    "acct-code": [31, 45],
  },
  unread: [[46, 60]],
  length: 54,
};

/** Tables of Avaya's and Lucent's administrator's guides; docs/drivers/avaya-cm-cdr.md tells which were seen. */
export const LAYOUTS: Readonly<Record<string, Layout>> = {
  teleseer: TELESEER,
  "isdn-teleseer": TELESEER,
  "int-isdn": {
    fields: {
      ...EXPANDED_START,
      "calling-num": [39, 48],
      "acct-code": [50, 64],
      "auth-code": [66, 72],
      frl: [76, 76],
      "in-crt-id": [78, 80],
      "out-crt-id": [82, 84],
      "feat-flag": [86, 86],
      "attd-console": [88, 89],
      "in-trk-code": [91, 94],
    },
    // The release decides what stands where behind them.
    unread: [[95, 140]],
    length: 131,
    breakAt: 74,
  },
  expanded: {
    fields: { ...EXPANDED_START, "calling-num": [39, 48], "acct-code": [50, 64], "auth-code": [66, 72] },
    unread: [[73, 160]],
    length: 135,
  },
  printer: {
    fields: {
      ...PRINTER_START,
      "code-dial": [13, 15],
      "code-used": [17, 19],
      "dialed-num": [21, 35],
      "calling-num": [37, 41],
      "acct-code": [43, 57],
      "auth-code": [59, 65],
      frl: [70, 70],
      "ixc-code": [72, 72],
      "in-crt-id": [74, 76],
      "out-crt-id": [78, 80],
      "feat-flag": [82, 82],
    },
    length: 82,
  },
  "isdn-printer": {
    fields: {
      ...PRINTER_START,
      "ixc-code": [13, 15],
      "code-used": [17, 19],
      "dialed-num": [21, 35],
      "calling-num": [37, 41],
      "acct-code": [43, 57],
      "auth-code": [59, 65],
    },
    unread: [[66, 90]],
    length: 84,
  },
  "enhanced-printer": {
    fields: {
      ...PRINTER_START,
      "ixc-code": [13, 16],
      "code-used": [18, 21],
      "dialed-num": [23, 37],
      "calling-num": [39, 43],
      "acct-code": [45, 59],
      "auth-code": [61, 67],
      ins: [69, 71],
      frl: [73, 73],
      "in-crt-id": [75, 77],
      "out-crt-id": [79, 81],
      "feat-flag": [83, 83],
    },
    length: 83,
  },
  unformatted: UNFORMATTED,
  "enhanced-unformatted": UNFORMATTED,
  "59-character": {
    fields: {
      time: [1, 4],
      duration: [5, 8],
      "cond-code": [9, 9],
      "code-dial": [10, 12],
      "code-used": [13, 15],
      "dialed-num": [16, 30],
      "calling-num": [31, 35],
      "acct-code": [36, 50],
      frl: [51, 51],
      "ixc-code": [52, 52],
      "in-crt-id": [53, 55],
      "out-crt-id": [56, 58],
      "feat-flag": [59, 59],
    },
    length: 59,
    letters: true,
  },
  "int-direct": {
    fields: {
      date: [1, 6],
      time: [8, 11],
      duration: [13, 16],
      "cond-code": [18, 18],
      "code-dial": [20, 22],
      "code-used": [23, 25],
      "dialed-num": [27, 44],
      "calling-num": [46, 50],
      "acct-code": [52, 66],
      ppm: [68, 72],
      "in-crt-id": [74, 75],
      "out-crt-id": [77, 78],
    },
    length: 78,
    date: "dmy",
  },
  "lsu-expand": {
    fields: {
      ...PRINTER_START,
      "code-dial": [13, 15],
      "code-used": [16, 18],
      "dialed-num": [20, 34],
      "calling-num": [36, 39],
      "acct-code": [41, 45],
      "auth-code": [47, 53],
      frl: [58, 58],
      "in-crt-id": [62, 63],
      "feat-flag": [65, 65],
      "out-crt-id": [67, 68],
    },
    unread: [
      [60, 60],
      [70, 70],
      [72, 73],
    ],
    length: 73,
  },
  lsu: LSU,
  "isdn-lsu": LSU,
  "enhanced-lsu": LSU,
};
