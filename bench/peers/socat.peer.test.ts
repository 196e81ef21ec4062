import assert from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createSecretKey } from "node:crypto";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import type { Machine } from "#server/sources/index.ts";
import { serialSettings } from "#server/sources/serial/settings.ts";
import { serial } from "#server/sources/serial/transport.ts";
import { createPorts } from "#server/sources/stream/ports.ts";
import { pollUntil, takenBy, until } from "#server/sources/tcp/tcp-fixture.ts";

const MISSING =
  spawnSync("socat", ["-V"]).status === 0 ? false : "socat is not installed: no serial line can be played";

/** Two ends of a serial line, as the kernel has them. */
async function playLine(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), "gallra-line-"));
  const [ours, theirs] = [join(folder, "ours"), join(folder, "theirs")];
  const play = async (): Promise<ChildProcess> => {
    const line = spawn("socat", [`pty,raw,echo=0,link=${ours}`, `pty,raw,echo=0,link=${theirs}`], { stdio: "ignore" });
    await until(() => existsSync(ours) && existsSync(theirs));
    return line;
  };
  let line = await play();
  const stop = async () => {
    if (line.exitCode !== null || line.signalCode !== null) return;
    const gone = new Promise((resolve) => line.once("exit", resolve));
    line.kill();
    await gone;
  };
  t.after(async () => {
    await stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const machine: Machine = {
    roots: async () => [],
    networks: async () => [],
    ports: async () => [{ kind: "device", path: ours }],
  };
  return {
    ours,
    theirs,
    machine,
    stop,
    async again() {
      line = await play();
    },
  };
}

function openSerial(settings: Record<string, unknown>, machine: Machine) {
  const taken = takenBy();
  const source = serial.open({
    settings: serialSettings.parse({ flow: "none", ...settings }),
    credentials: {},
    framing: { kind: "line" },
    key: createSecretKey(Buffer.alloc(32)),
    known: [],
    sink: taken.sink,
    machine,
    ports: createPorts(),
  });
  return { taken, source };
}

test("a serial line is read byte by byte, taken up again when it is back, and only where the operator allows it", {
  skip: MISSING,
}, async (t) => {
  const line = await playLine(t);
  const { taken, source } = openSerial({ device: line.ours }, line.machine);
  t.after(() => source.close());
  await source.poll();
  const pbx = await open(line.theirs, "r+");
  for (const byte of Buffer.from("call one\r\ncall two\r\nhal")) await pbx.write(Buffer.of(byte));
  await pollUntil(source, () => taken.texts().length === 2 && source.live?.()["waitingBytes"] === 3);
  await pbx.close();
  await line.stop();
  const problems = await pollUntil(source, () => taken.notes["cut"] === 1);
  assert.deepEqual([...new Set(problems)], ["device-away"]);
  await line.again();
  await pollUntil(source, () => source.live?.()["state"] === "connected", 15_000);
  const back = await open(line.theirs, "r+");
  await back.write("call three\r\n");
  await pollUntil(source, () => taken.texts().length === 4);
  await back.close();
  assert.deepEqual(taken.texts(), ["call one\r", "call two\r", "hal (cut)", "call three\r"]);
  const other = openSerial({ device: line.theirs }, line.machine);
  await assert.rejects(other.source.poll(), { problem: "port-refused" });
});

test("a modem on a line is set up, answers when it rings, and what it brought until the carrier went is kept", {
  skip: MISSING,
}, async (t) => {
  const line = await playLine(t);
  const modem = await open(line.theirs, "r+");
  const heard: string[] = [];
  let playing = true;
  const played = (async () => {
    let command = "";
    const bytes = Buffer.alloc(256);
    while (playing) {
      const { bytesRead } = await modem.read(bytes, 0, bytes.length, null);
      for (const byte of bytes.toString("latin1", 0, bytesRead)) {
        if (byte !== "\r") command += byte;
        else if (command !== "") {
          heard.push(command);
          await modem.write(
            command === "ATA" ? "\r\nCONNECT 9600\r\ncall one\r\ncall t\r\nNO CARRIER\r\n" : "\r\nOK\r\n",
          );
          command = "";
        }
      }
    }
  })().catch(() => undefined);
  const { taken, source } = openSerial({ device: line.ours, modem: "answer", init: "ATZ" }, line.machine);
  await pollUntil(source, () => heard.includes("ATS0=0"));
  await modem.write("\r\nRING\r\n");
  await pollUntil(source, () => taken.notes["cut"] === 1, 15_000);
  assert.deepEqual(taken.texts(), ["call one\r", "call t (cut)"]);
  assert.deepEqual(heard.slice(0, 4), ["ATZ", "ATE0V1", "ATS0=0", "ATA"]);
  playing = false;
  await source.close();
  await line.stop();
  await line.again();
  await modem.close().catch(() => undefined);
  await played;
});
