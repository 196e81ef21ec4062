import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import { describe, test } from "node:test";
import { seededRandom } from "../../domain/seeded-random.ts";
import { ciscoRadiusVoip } from "../../drivers/cisco-radius-voip/driver.ts";
import { detailOf } from "./detail.ts";
import { answerTo, isAuthentic, readPacket } from "./packet.ts";
import { accountingRequest, type Given, SECRET, stopOf, vendorPair } from "./radius-fixture.ts";

const secret = Buffer.from(SECRET);
const AT = new Date("2026-03-02T08:16:02Z");

function read(bytes: Uint8Array) {
  const packet = readPacket(bytes);
  assert.ok(packet !== null);
  return packet;
}

const lines = (given: Given) =>
  detailOf(read(accountingRequest(given)), AT)
    .toString()
    .trimEnd()
    .split("\n");

describe("RADIUS packets", () => {
  test("the published queries of RFC 5997 are authentic with their secret, and with no other", () => {
    for (const hex of [
      "0cda00268a54f4686fb394c52866e302185d062350125a665e2e1e8411f3e243822097c84fa3",
      "0cb30026925f6b66dd5fed571fcb1db7ad3882605012e8d6eabda910875cd91fdade26367858",
    ]) {
      const packet = read(Buffer.from(hex, "hex"));
      assert.equal(packet.code, 12);
      assert.equal(isAuthentic(packet, Buffer.from("xyzzy5461")), true);
      assert.equal(isAuthentic(packet, Buffer.from("xyzzy5462")), false);
    }
  });

  test("authenticators of RFC 2866 and RFC 3579 are asked, and a flipped bit anywhere is refused", () => {
    for (const marked of [false, true]) {
      const bytes = accountingRequest(stopOf(1), { marked });
      assert.equal(isAuthentic(read(bytes), secret), true);
      assert.equal(isAuthentic(read(bytes), Buffer.from("wrong")), false);
      for (let at = 0; at < bytes.length; at++) {
        const bent = Buffer.from(bytes);
        bent[at] = (bent[at] ?? 0) ^ 1;
        const packet = readPacket(bent);
        assert.ok(packet === null || !isAuthentic(packet, secret), `byte ${at}`);
      }
    }
    // Authentic by itself, with a Message-Authenticator that is not.
    const half = accountingRequest([...stopOf(1), [80, "x".repeat(16)]]);
    assert.equal(isAuthentic(read(half), secret), false);
    const bare = Buffer.from("0cda00148a54f4686fb394c52866e302185d0623", "hex");
    assert.equal(isAuthentic(read(bare), Buffer.from("xyzzy5461")), false, "Status-Server must be marked");
  });

  test("an answer carries its Proxy-State in order and its authenticator; to Status-Server it is marked", () => {
    const request = read(accountingRequest([...stopOf(1), [33, "first"], [33, "second"]], { identifier: 7 }));
    const answered = (asking: typeof request, known: Buffer) => {
      const bytes = answerTo(asking, known);
      const asked = Buffer.from(bytes);
      Buffer.from(asking.authenticator).copy(asked, 4);
      assert.ok(createHash("md5").update(asked).update(known).digest().equals(bytes.subarray(4, 20)));
      return { bytes, asked, answer: read(bytes) };
    };
    const { answer } = answered(request, secret);
    assert.deepEqual([answer.code, answer.identifier], [5, 7]);
    assert.deepEqual(
      answer.attributes.map(({ value }) => String(value)),
      ["first", "second"],
    );
    const query = read(
      Buffer.from("0cb30026925f6b66dd5fed571fcb1db7ad3882605012e8d6eabda910875cd91fdade26367858", "hex"),
    );
    const status = answered(query, Buffer.from("xyzzy5461"));
    status.asked.fill(0, 22, 38);
    const mark = createHmac("md5", "xyzzy5461").update(status.asked).digest();
    assert.ok(mark.equals(status.bytes.subarray(22, 38)));
    assert.equal(answerTo(read(accountingRequest(stopOf(1))), secret).length, 20);
  });

  test("lengths that do not fit are no packet; what stands behind the length is padding", () => {
    const bytes = accountingRequest(stopOf(1));
    assert.equal(read(Buffer.concat([bytes, Buffer.from("padding")])).bytes.length, bytes.length);
    for (const bent of [bytes.subarray(0, 19), bytes.subarray(0, -1), Buffer.alloc(20), Buffer.alloc(0)])
      assert.equal(readPacket(bent), null);
    const long = Buffer.from(bytes);
    long[21] = 255;
    assert.equal(readPacket(long), null);
    long[21] = 1;
    assert.equal(readPacket(long), null);
  });

  test("in text stands everything of the packet, in the words of a detail file, and the driver reads it", () => {
    const packet = read(
      accountingRequest(
        stopOf(1, [
          [41, 3],
          [4, 0xc0000205],
        ]),
      ),
    );
    const text = detailOf(packet, AT);
    assert.deepEqual(text.toString().split("\n"), [
      "\tAcct-Status-Type = Stop",
      '\tNAS-Identifier = "gw1"',
      '\tAcct-Session-Id = "00000001"',
      "\tAcct-Session-Time = 60",
      '\tCalling-Station-Id = "0701740605"',
      '\tCalled-Station-Id = "204"',
      '\tEvent-Timestamp = "Mar  2 2026 08:16:01 UTC"',
      '\th323-setup-time = "h323-setup-time=08:15:01.000 UTC Mon Mar 2 2026"',
      '\th323-call-origin = "h323-call-origin=proxy"',
      '\th323-disconnect-cause = "h323-disconnect-cause=10"',
      "\tAcct-Delay-Time = 3",
      "\tNAS-IP-Address = 192.0.2.5",
      "\tTimestamp = 1772439362",
      "",
    ]);
    const context = { receivedAt: AT, timeZone: "Europe/Stockholm", state: {} };
    const decoded = ciscoRadiusVoip.configure({})(text, context);
    assert.equal(decoded.kind, "leg");
    if (decoded.kind !== "leg") return;
    const { record } = decoded.leg;
    assert.deepEqual(
      [record.startedAt.toISOString(), record.durationSeconds, record.extension],
      ["2026-03-02T08:15:01.000Z", 60, "204"],
    );
    assert.deepEqual(
      record.values.map(({ text: written }) => written),
      ["0701740605", "204"],
    );
  });

  test("what no dictionary knows stays, text as text and bytes as bytes; nothing breaks out of its line", () => {
    assert.deepEqual(
      lines([
        [200, "0701740605"],
        [201, "\x00\x01"],
        [201, "\xff"],
        vendorPair(7, "abc", 35_265),
        vendorPair(1, 'Acct-Status-Type="Stop"\n\tCalled-Station-Id = "205"\\'),
        [1, "\xc3\x85sa"],
        [1, "\xc5sa"],
        [26, "\x00\x00\x00\x09\x01"],
        [26, "x"],
        [66, "\x01192.0.2.1"],
        [64, 0x01000003],
        [4, "short"],
      ]).slice(0, -1),
      [
        '\tAttr-200 = "0701740605"',
        "\tAttr-201 = 0x0001",
        "\tAttr-201 = 0xff",
        '\tAttr-26.35265.7 = "abc"',
        '\tCisco-AVPair = "Acct-Status-Type=\\"Stop\\"\\n\\tCalled-Station-Id = \\"205\\"\\\\"',
        '\tUser-Name = "Åsa"',
        '\tUser-Name = "\\305sa"',
        "\tAttr-26.9 = 0x01",
        "\tAttr-26 = 0x78",
        '\tTunnel-Client-Endpoint:1 = "192.0.2.1"',
        "\tTunnel-Type:1 = 3",
        '\tNAS-IP-Address = "short"',
      ],
    );
  });

  test("passwords, keys and challenges are in no line", () => {
    const hidden: Given = [2, 3, 60, 69, 70, 79, 80, 84, 121].map((type) => [type, "hemligt-hemligt!"]);
    const more: Given = [
      vendorPair(1, "hemligt", 311),
      vendorPair(1, "h323-ivr-in=password:hemligt"),
      vendorPair(1, "pwd=hemligt"),
    ];
    assert.deepEqual(lines([...hidden, ...more]).length, 1);
  });

  test("no bytes make the codec throw", () => {
    const random = seededRandom(11);
    const whole = accountingRequest(stopOf(1, [[33, "x"], vendorPair(1, "a=b")]), { marked: true });
    for (let i = 0; i < 20_000; i++) {
      const bytes = Buffer.from(whole.subarray(0, random() < 0.5 ? whole.length : Math.floor(random() * whole.length)));
      for (let j = 0; j < 4 && bytes.length > 0; j++)
        bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      const packet = readPacket(bytes);
      if (packet === null) continue;
      isAuthentic(packet, secret);
      assert.ok(detailOf(packet, AT).length > 0);
    }
  });
});
