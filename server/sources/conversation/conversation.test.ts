import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { alcatelOxeTicket } from "../../drivers/alcatel-oxe-ticket/driver.ts";
import { asteriskCdrCsv } from "../../drivers/asterisk-cdr-csv/driver.ts";
import { framingOf } from "../../drivers/catalogue.ts";
import type { Framing } from "../../drivers/driver.ts";
import { openTcp, playPbx, pollUntil, type Said, takenBy } from "../tcp/tcp-fixture.ts";
import { CONVERSATIONS, conversationNamed } from "./catalogue.ts";
import { bytesOf } from "./message.ts";
import { recordReader } from "./read-records.ts";
import { createTelnet } from "./telnet.ts";
import { freePort } from "#db/testing/free-port.ts";

const PASSWORD = { password: "12345678" };

/** Speaks with a played system until `holds`; answers what was taken, counted and complained of. */
async function speak(
  conversation: string,
  talk: (said: Said) => Promise<void>,
  holds: (state: { texts: string[]; notes: Record<string, number>; problems: string[] }) => boolean,
  more: { framing?: Framing; credentials?: Record<string, string>; settings?: Record<string, unknown> } = {},
) {
  const pbx = await playPbx(talk);
  const taken = takenBy();
  const settings = { mode: "connect", host: "127.0.0.1", port: pbx.port, conversation, ...more.settings };
  const source = openTcp(settings, taken, { credentials: PASSWORD, ...more });
  const problems: string[] = [];
  try {
    problems.push(
      ...(await pollUntil(source, () => holds({ texts: taken.texts(), notes: taken.notes, problems }), 100).catch(
        () => [],
      )),
    );
    for (let round = 0; round < 200 && !holds({ texts: taken.texts(), notes: taken.notes, problems }); round++) {
      const { problem } = await source.poll().catch((error: { problem: string }) => error);
      if (problem !== null) problems.push(problem);
      await wait(25);
    }
  } finally {
    await source.close();
    await pbx.close();
  }
  assert.deepEqual(pbx.errors, []);
  const state = { texts: taken.texts(), notes: taken.notes, problems };
  assert.ok(holds(state), JSON.stringify(state));
  return state;
}

const silent = async () => {
  await wait(60_000, undefined, { ref: false });
};

describe("conversations", () => {
  test("each says where it is known from, and what nobody has confirmed", () => {
    for (const { name, confirmed, begins, port } of CONVERSATIONS) {
      assert.ok(confirmed.note.length > 20, name);
      if (confirmed.by === "client") assert.match(confirmed.note, /unconfirmed|none is sent/, name);
      assert.ok(begins !== "connect" || port !== null || name === "3cx-passive", name);
    }
    assert.equal(conversationNamed("avaya-rsp").name, "none", "its specification is not public");
  });

  test("3CX and Mitel 1752 send lines to whoever connects; a line that breaks off is kept as that", async () => {
    for (const name of ["3cx-passive", "mitel-1752"]) {
      const talk = async ({ bytewise, socket }: Said) => {
        await bytewise("Call 1,one\r\nCall 2,two\r\nCall 3,th");
        socket.end();
      };
      const { texts, notes } = await speak(name, talk, (state) => state.notes["cut"] === 1);
      assert.deepEqual(texts.slice(0, 3), ["Call 1,one\r", "Call 2,two\r", "Call 3,th (cut)"]);
      assert.equal(notes["cut"], 1);
    }
  });

  test("Mitel 5000 is sent its counted log-in, and its counted records are cut as its driver cuts them", async () => {
    const records = ["\x05\0\0\0hello", "\x03\0\0\0two"];
    const talk = async ({ hear, bytewise }: Said) => {
      assert.equal(await hear("\0\0\0\x8412345678\0"), "\x0a\0\0\0\x8412345678\0");
      await bytewise(records.join(""));
    };
    const { texts } = await speak("mitel-5000", talk, (state) => state.texts.length >= 2, {
      framing: { kind: "length" },
    });
    assert.deepEqual(texts, records);
    const refuse = async ({ hear, socket }: Said) => {
      await hear("8\0");
      socket.end();
    };
    await speak("mitel-5000", refuse, (state) => state.problems.includes("wrong-credentials"));
    const none = bytesOf([{ counted: ["\x84", { value: "password", optional: true }, "\0"] }], {});
    assert.deepEqual([...none], [2, 0, 0, 0, 0x84, 0]);
  });

  test("Panasonic: prompts, stars and what was typed are no records; a password that is asked for again was wrong", async () => {
    const talk = async ({ hear, bytewise, socket }: Said) => {
      await bytewise("\xff\xfb\x01\xff\xfd\x03-");
      assert.ok((await hear("SMDR\r\n")).includes("\xff\xfe\x01"), "telnet options are refused");
      await bytewise("SMDR\r\nEnter Password:");
      await hear("12345678\r\n");
      await bytewise("********\r\n\r\n06/15/26 10:00AM 101 01 0701740605\r\n06/15/26 10:05AM 102 01 08465004");
      socket.end();
    };
    const { texts } = await speak("panasonic-2300", talk, (state) => state.notes["cut"] === 1);
    assert.deepEqual(texts, ["06/15/26 10:00AM 101 01 0701740605\r", "06/15/26 10:05AM 102 01 08465004 (cut)"]);
    const refuse = async ({ hear, bytewise }: Said) => {
      await bytewise("-");
      await hear("SMDR\r\n");
      await bytewise("Enter Password:");
      await hear("12345678\r\n");
      await bytewise("\r\nEnter Password:");
      await silent();
    };
    await speak("panasonic-2300", refuse, (state) => state.problems.includes("wrong-credentials"));
  });

  test("NEC: blocks are asked for, acknowledged by their number once they are on disk, and known when they come again", async () => {
    const block = (sequence: string, records: string) => {
      const body = `2${String(records.length + 3).padStart(5, "0")}00${sequence}${records}`;
      const parity = [...Buffer.from(body, "latin1")].reduce((sum, byte) => sum ^ byte, 0);
      return `\x16${body}${String.fromCharCode(parity)}`;
    };
    const records = ["\x020!KA one\x03", "\x020!KA two\x03", "\x020!KK three\x03"];
    const talk = async ({ hear, bytewise, socket }: Said) => {
      // SYN, kind 1, 00002, device 00 and the parity of them: 1 ^ 2.
      assert.equal(await hear("\x1610000200\x03"), "\x1610000200\x03");
      await bytewise(block("0", `${records[0]}${records[1]}`));
      assert.equal(await hear("\x06\x36"), "\x16400004000\x06\x36");
      await hear("\x1610000200\x03");
      await bytewise(block("0", `${records[0]}${records[1]}`));
      assert.equal(await hear("\x06\x36"), "\x16400004000\x06\x36");
      await bytewise(block("1", records[2] ?? ""));
      assert.equal(await hear("\x06\x37"), "\x16400004001\x06\x37");
      await bytewise("\x1630000300\x31\x00");
      await bytewise(block("2", "\x020!KA four").slice(0, -3));
      socket.end();
    };
    const framing: Framing = { kind: "enclosed", from: 2, to: 3 };
    const { texts, notes } = await speak("nec-60010", talk, (state) => state.notes["cut"] === 1, { framing });
    assert.deepEqual(texts.slice(0, 3), records, "what was broken off was not acknowledged, and comes again");
    assert.equal(notes["repeat"], 1);
  });

  test("NEC: nothing is acknowledged that the inbox has refused", async () => {
    const heard: string[] = [];
    const pbx = await playPbx(async ({ hear, socket }) => {
      await hear("\x1610000200\x03");
      socket.on("data", (chunk) => heard.push(chunk.toString("latin1")));
      socket.write("\x162000110000\x020!KA1\x03x", "latin1");
      await silent();
    });
    const taken = takenBy();
    taken.full = true;
    const source = openTcp({ mode: "connect", host: "127.0.0.1", port: pbx.port, conversation: "nec-60010" }, taken, {
      framing: { kind: "enclosed", from: 2, to: 3 },
    });
    const problems = await pollUntil(source, () => false, 600).catch((error: Error) => error.message);
    await source.close();
    await pbx.close();
    assert.match(String(problems), /full/);
    assert.deepEqual([taken.texts(), heard.filter((said) => said.startsWith("\x164"))], [[], []]);
  });

  test("OmniPCX: the call server in charge is asked for tickets, tests are answered, other messages are no tickets", async () => {
    const counted = (body: string) => `${String.fromCharCode(body.length >> 8, body.length & 255)}${body}`;
    const message = (kind: string, text: string) => counted(`\x01\0${kind}\0${text}`.padEnd(772, "\0"));
    const ticket = (name: string) => `ED5.2${name}`.padEnd(525, " ");
    const talk = async ({ hear, bytewise, socket }: Said) => {
      await hear("\0\x01S");
      await bytewise("\0\x01P");
      await hear("\0\x02\0\0");
      await bytewise(message("\x02", ticket("one")));
      await bytewise(counted("TEST_REQ"));
      assert.equal(await hear("\0\x08TEST_RSP"), "\0\x08TEST_RSP");
      await bytewise(`${message("\x01", "")}${message("\x06", "MAO=1;\n")}${message("\x02", `${ticket("two")}\n`)}`);
      await bytewise(message("\x02", ticket("three")).slice(0, 100));
      socket.resetAndDestroy();
    };
    const framing = framingOf(alcatelOxeTicket, {});
    const { texts } = await speak("oxe-2533", talk, (state) => state.notes["cut"] === 1, { framing });
    assert.deepEqual(texts.slice(0, 2), [ticket("one"), ticket("two")]);
    assert.match(texts[2] ?? "", /^ED5\.2three +\(cut\)$/);
    const reader = recordReader(conversationNamed("oxe-2533").records);
    assert.throws(() => reader.take(Buffer.from("\xff\xff GET", "latin1")), RangeError);
  });

  test("Asterisk: events of calls become the lines of Master.csv; responses and other events are no records", async () => {
    const fields = {
      AccountCode: "",
      Source: "0701740605",
      Destination: "1001",
      DestinationContext: "in",
      CallerID: '"A ""B""" <0701740605>',
      Channel: "SIP/t-1",
      DestinationChannel: "SIP/1001-2",
      LastApplication: "Dial",
      LastData: "SIP/1001,20",
      StartTime: "2026-06-15 08:00:00",
      AnswerTime: "2026-06-15 08:00:05",
      EndTime: "2026-06-15 08:01:00",
      Duration: "60",
      BillableSeconds: "55",
      Disposition: "ANSWERED",
      AMAFlags: "DOCUMENTATION",
      UniqueID: "1.1",
      UserField: "",
    };
    const event = `Event: Cdr\r\nPrivilege: cdr,all\r\n${Object.entries(fields)
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join("")}\r\n`;
    const talk = async ({ hear, bytewise, socket }: Said) => {
      await bytewise("Asterisk Call Manager/9.0.0\r\n");
      assert.equal(
        await hear("\r\n\r\n"),
        "Action: Login\r\nUsername: gallra\r\nSecret: 12345678\r\nEvents: cdr\r\n\r\n",
      );
      await bytewise(
        "Response: Success\r\nMessage: Authentication accepted\r\n\r\nEvent: FullyBooted\r\nStatus: x\r\n\r\n",
      );
      await bytewise(event);
      await bytewise(event.slice(0, 60));
      socket.resetAndDestroy();
    };
    const settings = { user: "gallra" };
    const framing = framingOf(asteriskCdrCsv, {});
    const { texts } = await speak("asterisk-ami", talk, (state) => state.notes["cut"] === 1, { settings, framing });
    const context = { receivedAt: new Date("2026-06-15T09:00:00Z"), timeZone: "Europe/Stockholm", state: {} };
    const decoded = asteriskCdrCsv.configure({})(Buffer.from(texts[0] ?? ""), context);
    assert.equal(decoded.kind, "records");
    assert.equal(decoded.kind === "records" && decoded.records[0]?.durationSeconds, 55);
    assert.match(texts[1] ?? "", /^Event: Cdr .*\(cut\)$/);
    const refuse = async ({ hear, bytewise }: Said) => {
      await bytewise("Asterisk Call Manager/9.0.0\r\n");
      await hear("\r\n\r\n");
      await bytewise("Response: Error\r\nMessage: Authentication failed\r\n\r\n");
    };
    await speak("asterisk-ami", refuse, (state) => state.problems.includes("wrong-credentials"), { settings });
    assert.throws(() => bytesOf([{ value: "password" }], { password: "x\r\nAction: Originate" }), {
      problem: "no-credentials",
    });
  });

  test("who connects as an active 3CX is taken by a listener", async () => {
    const port = await freePort();
    const taken = takenBy();
    const source = openTcp(
      { mode: "listen", address: "127.0.0.1", port, senders: "127.0.0.1", conversation: "3cx-active" },
      taken,
    );
    await source.poll();
    const { connect } = await import("node:net");
    const socket = connect(port, "127.0.0.1");
    socket.write("Call 1,one\r\n");
    await pollUntil(source, () => taken.texts().length === 1);
    socket.destroy();
    await source.close();
  });

  test("telnet commands leave no byte in the records, however they are cut", () => {
    const sent = Buffer.from("a\xff\xfd\x18b\xff\xffc\xff\xfa\x18\x01x\xff\xf0d\xff\xf1e", "latin1");
    for (const size of [1, 2, 3, sent.length]) {
      const telnet = createTelnet();
      let [data, answer] = ["", ""];
      for (let at = 0; at < sent.length; at += size) {
        const took = telnet.take(sent.subarray(at, at + size));
        data += took.data.toString("latin1");
        answer += took.answer.toString("latin1");
      }
      assert.deepEqual([data, answer], ["ab\xffcde", "\xff\xfc\x18"]);
    }
  });
});
