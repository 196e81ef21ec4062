import { seededRandom } from "#server/domain/seeded-random.ts";
import { ciscoRadiusVoip } from "#server/drivers/cisco-radius-voip/driver.ts";
import { checkValues } from "#server/drivers/testing/check-values.ts";
import { detailOf } from "#server/sources/radius/detail.ts";
import { answerTo, isAuthentic, readPacket } from "#server/sources/radius/packet.ts";
import { accountingRequest, SECRET, stopOf, vendorPair } from "#server/sources/radius/radius-fixture.ts";
import { readHeader } from "#server/sources/syslog/header.ts";
import { createStreamFramer, FramingBroken } from "#server/sources/syslog/stream-framer.ts";
import { asteriskLine } from "#workers/collector/collector-fixture.ts";
import type { Figure } from "../figure.ts";

const SEED = 20_261_122;
const MOST_MS = 50;

/** Reads one damaged packet; answers whether it was understood. Throws where it must not. */
type Read = (bytes: Buffer) => boolean;

interface Codec {
  readonly specimens: readonly Buffer[];
  readonly read: Read;
}

const secret = Buffer.from(SECRET);
const decode = ciscoRadiusVoip.configure({});
const RECEIVED = new Date("2026-03-02T09:00:00Z");

/** Codecs of packets, beside the drivers: damaged and random bytes go through all of it. */
export const CODECS: Readonly<Record<string, Codec>> = {
  "radius-packet": {
    specimens: [
      accountingRequest(stopOf(1), { marked: true }),
      accountingRequest([...stopOf(2), [33, "state"], [4, 0xc0000205], vendorPair(1, "xpgk-src-number-in=0701740633")]),
      accountingRequest([
        [40, 7],
        [32, "gw1"],
      ]),
      Buffer.from("0cb30026925f6b66dd5fed571fcb1db7ad3882605012e8d6eabda910875cd91fdade26367858", "hex"),
    ],
    read(bytes) {
      const packet = readPacket(bytes);
      if (packet === null) return false;
      // Whatever is damaged but by its last bytes is not authentic; the text is asked of everything all the same.
      isAuthentic(packet, secret);
      if (answerTo(packet, secret).length > 4_096) throw new Error("an answer too long");
      const frame = detailOf(packet, RECEIVED);
      const text = frame.subarray(0, -1);
      if (frame.at(-1) !== 0x0a || /(?:^|\n)[^\t]/.test(text.toString("latin1")))
        throw new Error("broken out of its line");
      checkValues(frame, decode(frame, { receivedAt: RECEIVED, timeZone: "Europe/Stockholm", state: {} }));
      return true;
    },
  },
  "syslog-message": {
    specimens: [
      '<165>1 2003-10-11T22:14:15.003Z host app - ID47 [a b="c\\]d"][e f="g"] \u{feff}An application event',
      `<34>Oct 11 22:14:15 mymachine su[7]: ${asteriskLine(1)}`,
      "<189>1234: *Mar  2 08:16:10.867 UTC: %VOIPAAA-5-VOIP_CALL_HISTORY: CallLegType 1, PeerAddress 0701740605",
      "<133>[S=12] |CALL_END  |SBC |0701740605",
      "57 <133>1 2026-03-02T08:15:00+01:00 gw cdr - - - 0701740605;204<13>next\n",
    ].map((text) => Buffer.from(text)),
    read(bytes) {
      const { messageAt, form } = readHeader(bytes);
      if (messageAt < 0 || messageAt > bytes.length) throw new Error("outside of the message");
      let told = 0;
      const framer = createStreamFramer(
        (message) => {
          told += message.length;
        },
        () => undefined,
      );
      const half = bytes.length >> 1;
      try {
        framer.push(bytes.subarray(0, half));
        framer.push(bytes.subarray(half));
      } catch (error) {
        if (!(error instanceof FramingBroken)) throw error;
      }
      told += framer.end("whole")?.length ?? 0;
      if (told > bytes.length) throw new Error("more than was sent");
      return form !== "none";
    },
  },
};

export function fuzzCodec(name: string, total: number): Figure {
  const codec = CODECS[name];
  if (codec === undefined) throw new Error(`no codec ${name}`);
  const random = seededRandom(SEED);
  const tally = { framed: 0, understood: 0, refused: 0, threw: 0, hung: 0, slowestMs: 0 };
  while (tally.framed < total) {
    const bytes = damaged(codec.specimens[tally.framed % codec.specimens.length] ?? Buffer.alloc(0), random);
    tally.framed++;
    const begun = performance.now();
    try {
      if (codec.read(bytes)) tally.understood++;
      else tally.refused++;
    } catch {
      tally.threw++;
    }
    const took = performance.now() - begun;
    if (took > MOST_MS && slowAgain(() => codec.read(bytes))) tally.hung++;
    tally.slowestMs = Math.max(tally.slowestMs, took);
  }
  const missing = tally.framed - tally.understood - tally.refused - tally.threw;
  const bad = tally.threw + tally.hung + missing;
  const happened = tally.understood > total / 100 && tally.refused > total / 100;
  return {
    id: "REL-07",
    value: bad,
    unit: `packets of ${name}`,
    must: "0 of 100,000 each",
    lead: "0 of 10,000,000 each",
    ok: bad === 0 && happened,
    detail: { driver: name, seed: SEED, ...tally, slowestMs: Math.round(tally.slowestMs) },
  };
}

/** Flipped, cut off, doubled in part, or nothing but random bytes. */
function damaged(specimen: Buffer, random: () => number): Buffer {
  const upTo = (most: number) => Math.floor(random() * most);
  const kind = upTo(10);
  if (kind === 0) return Buffer.from(Array.from({ length: upTo(300) }, () => upTo(256)));
  let bytes = Buffer.from(specimen);
  if (kind < 4) bytes = bytes.subarray(0, upTo(bytes.length + 1));
  if (kind === 4) bytes = Buffer.concat([bytes, bytes.subarray(upTo(bytes.length))]);
  for (let flips = upTo(6); flips > 0 && bytes.length > 0; flips--) bytes[upTo(bytes.length)] = upTo(256);
  return bytes;
}

function slowAgain(work: () => unknown): boolean {
  for (let i = 0; i < 5; i++) {
    const begun = performance.now();
    try {
      work();
    } catch {
      // That it throws is counted elsewhere.
    }
    if (performance.now() - begun <= MOST_MS) return false;
  }
  return true;
}
