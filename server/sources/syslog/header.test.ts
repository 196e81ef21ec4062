import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { seededRandom } from "../../domain/seeded-random.ts";
import { readHeader } from "./header.ts";

const read = (text: string) => {
  const bytes = Buffer.from(text);
  const { messageAt, ...header } = readHeader(bytes);
  return { ...header, message: bytes.subarray(messageAt).toString() };
};

describe("the header of a syslog message", () => {
  test("the examples of RFC 5424 are read, with structured data and byte order mark", () => {
    const first = read(
      "<34>1 2003-10-11T22:14:15.003Z mymachine.example.com su - ID47 - \u{feff}'su root' failed for lonvick on /dev/pts/8",
    );
    assert.deepEqual(first, {
      form: "rfc5424",
      facility: 4,
      severity: 2,
      time: "2003-10-11T22:14:15.003Z",
      host: "mymachine.example.com",
      app: "su",
      process: null,
      messageId: "ID47",
      message: "'su root' failed for lonvick on /dev/pts/8",
    });
    const second = read(
      "<165>1 2003-08-24T05:14:15.000003-07:00 192.0.2.1 myproc 8710 - - %% It's time to make the do-nuts.",
    );
    assert.deepEqual(
      [second.host, second.process, second.message],
      ["192.0.2.1", "8710", "%% It's time to make the do-nuts."],
    );
    const data =
      '[exampleSDID@32473 iut="3" eventSource="Appli\\"]cation" eventID="1011"][examplePriority@32473 class="high"]';
    const third = read(
      `<165>1 2003-10-11T22:14:15.003Z mymachine.example.com evntslog - ID47 ${data} \u{feff}An application event`,
    );
    assert.equal(third.message, "An application event");
    assert.equal(read(`<165>1 2003-10-11T22:14:15.003Z mymachine.example.com evntslog - ID47 ${data}`).message, "");
    assert.equal(read("<0>1 - - - - - -").message, "");
  });

  test("the examples of RFC 3164 are read, and what devices make of it", () => {
    for (const [line, host, app, message] of [
      [
        "<34>Oct 11 22:14:15 mymachine su: 'su root' failed for lonvick on /dev/pts/8",
        "mymachine",
        "su",
        "'su root' failed for lonvick on /dev/pts/8",
      ],
      ["<13>Feb  5 17:32:18 10.0.0.99 Use the BFG!", "10.0.0.99", null, "Use the BFG!"],
      ["<165>Aug 24 05:34:00 mymachine myproc[10]: %% It's time", "mymachine", "myproc", "%% It's time"],
      ["<30>2026-03-02T08:16:11.5+01:00 sbc-1 cdr[7]: a;b", "sbc-1", "cdr", "a;b"],
      [
        "<189>Mar  2 2026 08:16:11 gw1 : %VOIPAAA-5-VOIP_CALL_HISTORY: CallLegType 1",
        "gw1",
        null,
        "%VOIPAAA-5-VOIP_CALL_HISTORY: CallLegType 1",
      ],
      [
        "<189>Mar  2 08:16:10.867: %VOIPAAA-5-VOIP_CALL_HISTORY: CallLegType 1",
        null,
        null,
        "%VOIPAAA-5-VOIP_CALL_HISTORY: CallLegType 1",
      ],
      ["Mar  2 08:16:10 gw1 acc: 1;2", "gw1", "acc", "1;2"],
    ] as const) {
      const found = read(line);
      assert.deepEqual([found.form, found.host, found.app, found.message], ["rfc3164", host, app, message], line);
    }
  });

  test("what has no header that can be read is all message", () => {
    for (const [line, message] of [
      [
        "<189>1234: *Mar  2 08:16:10.867 UTC: %VOIPAAA-5-VOIP_CALL_HISTORY: x",
        "1234: *Mar  2 08:16:10.867 UTC: %VOIPAAA-5-VOIP_CALL_HISTORY: x",
      ],
      ["<133>[S=12] |CALL_END  |SBC", "[S=12] |CALL_END  |SBC"],
      ["a;b;c", "a;b;c"],
      ["<999>x", "x"],
      ["<1x>y", "<1x>y"],
      ["<34>1 2003-10-11T22:14:15.003Z host", "1 2003-10-11T22:14:15.003Z host"],
      ["", ""],
    ] as const) {
      const found = read(line);
      assert.deepEqual([found.form, found.host, found.message], ["none", null, message], line);
    }
    assert.equal(read("<999>x").severity, null);
    // Structured data that never ends is kept with the message rather than lost.
    assert.equal(read('<0>1 - h a - - [x y="z').message, '[x y="z');
  });

  test("no bytes make it throw, hang or point outside of the message", () => {
    const random = seededRandom(7);
    const whole = Buffer.from('<165>1 2003-10-11T22:14:15.003Z host app - ID47 [a b="c"] x');
    for (let i = 0; i < 20_000; i++) {
      const bytes = Buffer.from(whole.subarray(0, Math.floor(random() * (whole.length + 1))));
      for (let j = 0; j < 3 && bytes.length > 0; j++)
        bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      const { messageAt } = readHeader(bytes);
      assert.ok(messageAt >= 0 && messageAt <= bytes.length);
    }
  });
});
