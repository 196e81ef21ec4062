import assert from "node:assert/strict";
import { Duplex } from "node:stream";
import { describe, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { openWire } from "../conversation/wire.ts";
import { untilCarrierLost } from "./carrier.ts";
import { createModem } from "./modem.ts";
import { serialSettings } from "./settings.ts";
import { serial } from "./transport.ts";

/** A modem that hears commands and says what `reply` says, one byte at a time. */
function playModem(reply: (command: string) => string) {
  const heard: string[] = [];
  let line = "";
  const duplex = new Duplex({
    read: () => undefined,
    write(chunk: Buffer, _, done) {
      for (const byte of chunk.toString("latin1")) {
        if (byte !== "\r") line += byte;
        else if (line !== "") {
          heard.push(line);
          say(reply(line));
          line = "";
        }
      }
      done();
    },
  });
  const say = (text: string) => {
    for (const byte of Buffer.from(text, "latin1")) duplex.push(Buffer.of(byte));
  };
  return { duplex, heard, say };
}

describe("a modem", () => {
  test("is set up, dials, and hands over what comes behind CONNECT, echo and word codes aside", async () => {
    const modem = playModem((command) =>
      command.startsWith("ATD") ? "\r\nCONNECT 9600\r\nfirst;rec" : `${command}\r\r\nOK\r\n`,
    );
    const wire = openWire(modem.duplex);
    const commands = createModem(wire);
    await commands.prepare("ATZ");
    await commands.dial("T 08-465 004 11", 1_000);
    assert.deepEqual(modem.heard, ["ATZ", "ATE0V1", "ATS0=0", "ATDT0846500411"]);
    let data = commands.ahead().toString();
    for (let chunk = await wire.next(100); chunk instanceof Buffer; chunk = await wire.next(100))
      data += chunk.toString();
    assert.equal(data, "first;rec");
  });

  test("says why nobody is there", async () => {
    for (const [said, problem] of [
      ["BUSY", "unreachable"],
      ["NO CARRIER", "unreachable"],
      ["NO ANSWER", "unreachable"],
      ["NO DIALTONE", "unreachable"],
      ["ERROR", "protocol-broken"],
      ["", "timed-out"],
    ]) {
      const modem = playModem(() => (said === "" ? "" : `\r\n${said}\r\n`));
      await assert.rejects(createModem(openWire(modem.duplex)).dial("1", 100), { problem });
    }
    const refusing = playModem(() => "\r\nERROR\r\n");
    await assert.rejects(createModem(openWire(refusing.duplex)).prepare("ATX9"), { problem: "protocol-broken" });
    const gone = playModem(() => "");
    const commands = createModem(openWire(gone.duplex)).prepare("ATZ");
    gone.duplex.destroy();
    await assert.rejects(commands);
  });

  test("takes a call only when it rings", async () => {
    const modem = playModem((command) => (command === "ATA" ? "\r\nCONNECT\r\n" : "\r\nOK\r\n"));
    const commands = createModem(openWire(modem.duplex));
    assert.equal(await commands.answer(50, 500), false);
    modem.say("\r\nRING\r\n");
    assert.equal(await commands.answer(500, 500), true);
    assert.deepEqual(modem.heard, ["ATA"]);
  });

  test("the word for a lost carrier ends the data, and the line end before it ends no record", async () => {
    for (const [said, data, over] of [
      ["one\r\ntw\r\nNO CARRIER\r\n", "one\r\ntw", true],
      ["one\r\n\r\nNO CARRIER\r\n", "one\r\n", true],
      ["one\r\nNO CARROTS\r\n", "one\r\nNO CARROTS\r\n", false],
    ] as const) {
      const modem = playModem(() => "");
      const wire = untilCarrierLost(openWire(modem.duplex));
      modem.say(said);
      let read = "";
      let end: Buffer | "over" | null = Buffer.alloc(0);
      for (let round = 0; round < 60; round++) {
        end = await wire.next(1_200);
        if (!(end instanceof Buffer)) break;
        read += end.toString();
      }
      assert.deepEqual([read, end === "over"], [data, over]);
    }
    await wait(0);
  });
});

test("no command beyond the settings reaches a modem, and the device must be one", () => {
  const refused = (settings: object) =>
    serialSettings.safeParse({ device: "/dev/ttyUSB0", ...settings }).error?.issues[0]?.path[0];
  assert.equal(refused({ init: "ATZ\rATD112" }), "init");
  assert.equal(refused({ modem: "dial" }), "number");
  assert.equal(refused({ modem: "dial", number: "08465004;H" }), "number");
  assert.equal(refused({ device: "../etc/passwd" }), "device");
  assert.equal(refused({}), undefined);
  assert.deepEqual(Object.values(serial.label(serialSettings.parse({ device: "/dev/ttyS0" }))), [false, false, true]);
});
