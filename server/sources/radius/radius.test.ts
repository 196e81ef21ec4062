import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type HeldSink, heldSink, listenOptions, until } from "../udp/listener-fixture.ts";
import { createRadiusSource } from "./radius.ts";
import { accountingRequest, openDevice, SECRET, stopOf } from "./radius-fixture.ts";
import { createRepeats } from "./repeats.ts";
import { readPacket } from "./packet.ts";
import { type RadiusSettings, radiusSettings } from "./settings.ts";
import { tryRadius } from "./transport.ts";

async function open(
  given: Partial<RadiusSettings> = {},
  options = listenOptions(),
  secret = SECRET,
  sink = heldSink(),
) {
  const settings = { ...radiusSettings.parse({ senders: "127.0.0.1 ::1" }), address: "127.0.0.1", port: 0, ...given };
  const framing = { kind: "line" } as const;
  const source = createRadiusSource({ ...options, settings, framing, sink, credentials: { secret } });
  await source.poll();
  return { source, sink, port: Number(source.live?.()["port"]) };
}

describe("RADIUS accounting", () => {
  test("a request is answered once it is on disk, and never before", async () => {
    const sink: HeldSink = heldSink();
    const deliver = sink.deliver.bind(sink);
    let free: () => void = () => undefined;
    const slow = Object.assign(sink, {
      async deliver(part: Parameters<typeof deliver>[0]) {
        await new Promise<void>((resolve) => {
          free = resolve;
        });
        await deliver(part);
      },
    });
    const { source, port } = await open({}, listenOptions(), SECRET, slow);
    const device = await openDevice();
    const request = accountingRequest(stopOf(1));
    assert.equal(await device.ask(request, port, 200), null);
    const answering = device.ask(request, port);
    await until(() => source.live?.()["repeats"] === 1);
    free();
    assert.equal((await answering)?.[0], 5);
    assert.equal(sink.texts().length, 1, "what was sent again meanwhile is stored once");
    assert.equal((await device.ask(request, port))?.[0], 5, "and answered again");
    assert.deepEqual([sink.texts().length, source.live?.()["repeats"]], [1, 2]);
    device.close();
    await source.close();
  });

  test("what the inbox refuses is not answered, and taken when it is sent again", async () => {
    const { source, sink, port } = await open();
    const device = await openDevice();
    sink.refuse = true;
    const request = accountingRequest(stopOf(1));
    assert.equal(await device.ask(request, port, 200), null);
    sink.refuse = false;
    assert.equal((await device.ask(request, port))?.[0], 5);
    assert.equal(sink.texts().length, 1);
    device.close();
    await source.close();
  });

  test("a wrong secret, a stranger and a broken packet are counted, told, never answered and never stored", async () => {
    const { source, sink, port } = await open();
    const [device, stranger] = [await openDevice(), await openDevice("127.0.0.2")];
    assert.equal(await device.ask(accountingRequest(stopOf(1), { secret: "wrong" }), port, 150), null);
    assert.equal((await source.poll()).problem, "secret-wrong");
    assert.equal(await device.ask(Buffer.from("rubbish"), port, 50), null);
    assert.equal(sink.notes.get("refused"), 1);
    const access = accountingRequest(stopOf(2));
    access[0] = 1;
    assert.equal(await device.ask(access, port, 150), null);
    stranger.close();
    const other = await open({ senders: "192.0.2.1" });
    assert.equal(await device.ask(accountingRequest(stopOf(3)), other.port, 150), null);
    assert.equal((await other.source.poll()).problem, "sender-unknown");
    assert.deepEqual([sink.texts(), other.sink.texts(), source.live?.()["refused"]], [[], [], 3]);
    device.close();
    for (const one of [source, other.source]) await one.close();
    await assert.rejects(open({}, listenOptions(), ""), { problem: "no-credentials" });
  });

  test("Status-Server is answered to who knows the secret, and stored by nobody", async () => {
    const { source, sink, port } = await open({}, listenOptions(), "xyzzy5461");
    const device = await openDevice();
    const query = Buffer.from("0cb30026925f6b66dd5fed571fcb1db7ad3882605012e8d6eabda910875cd91fdade26367858", "hex");
    assert.equal((await device.ask(query, port))?.[0], 5);
    query[37] = 0;
    assert.equal(await device.ask(query, port, 150), null);
    assert.deepEqual(sink.texts(), []);
    device.close();
    await source.close();
  });

  test("sources share a port by device and by secret; what two claim with one secret goes to neither", async () => {
    const options = listenOptions();
    const [a, b, c] = [
      await open({ devices: "GW1" }, options, "one"),
      await open({ devices: "gw2, 192.0.2.5" }, options, "one"),
      await open({}, options, "two"),
    ];
    const device = await openDevice();
    const ask = (n: number, secret: string, nas: string) =>
      device.ask(
        accountingRequest([...stopOf(n).filter(([type]) => type !== 32), [32, nas]], { secret, identifier: n }),
        a.port,
        200,
      );
    assert.ok(await ask(1, "one", "gw1"));
    assert.ok(await ask(2, "one", "gw2"));
    assert.ok(await ask(3, "two", "gw1"));
    assert.ok(await ask(4, "two", "other"));
    assert.equal(await ask(5, "one", "other"), null);
    assert.deepEqual(
      [a, b, c].map(({ sink }) => sink.texts().length),
      [1, 1, 2],
    );
    const thief = await open({}, options, "one");
    assert.equal(await ask(6, "one", "gw1"), null);
    assert.equal((await thief.source.poll()).problem, "sender-disputed");
    device.close();
    for (const { source } of [a, b, c, thief]) await source.close();
  });

  test("a test shows what comes, answers nothing and keeps nothing", async () => {
    const first = await open();
    await first.source.close();
    const settings = { ...radiusSettings.parse({ senders: "127.0.0.1" }), address: "127.0.0.1", port: first.port };
    const device = await openDevice();
    const options = { settings, framing: { kind: "line" } as const, credentials: { secret: SECRET } };
    const trying = tryRadius({ ...options, machine: listenOptions().machine, signal: AbortSignal.timeout(5_000) }, 600);
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.equal(await device.ask(accountingRequest(stopOf(1)), first.port, 100), null);
    assert.equal((await trying).frames.length, 1);
    device.close();
  });
});

describe("requests that were sent again", () => {
  const packetOf = (given: Parameters<typeof accountingRequest>[0], identifier = 1) => {
    const packet = readPacket(accountingRequest(given, { identifier }));
    assert.ok(packet !== null);
    return packet;
  };
  const at = (seconds: number) => new Date(Date.UTC(2026, 2, 2, 9, 0, seconds));
  const without = (...types: number[]) => stopOf(1).filter(([type]) => !types.includes(type));

  test("are known by device, session, status and the event's time, whatever their delay and identifier", () => {
    const event = 1_772_439_361;
    for (const [first, again, same] of [
      [without(), [...without(), [41, 5]], true],
      [without(), [...without(), [33, "proxy"]], true],
      [without(55), [...without(55), [41, 20]], true],
      [[...without(55), [55, event]], [...without(55), [55, event + 7], [41, 7]], true],
      [[...without(55), [55, event]], [...without(55), [55, event + 7]], false],
      [without(), [...without(44), [44, "other"]], false],
      [without(), [...without(40), [40, 1]], false],
      [without(), [...without(32), [32, "gw2"]], false],
    ] as const) {
      const repeats = createRepeats(() => undefined);
      assert.equal(repeats.find(packetOf(first), "192.0.2.1", at(0)), null);
      const known = repeats.remember(packetOf(first), "192.0.2.1", at(0));
      assert.equal(repeats.find(packetOf(again, 2), "192.0.2.9", at(20)) === known, same, JSON.stringify(again));
      repeats.forget(known);
      assert.equal(repeats.find(packetOf(first), "192.0.2.1", at(0)), null);
    }
  });

  test("a device that was switched on numbers its sessions anew", () => {
    const repeats = createRepeats(() => undefined);
    repeats.remember(packetOf(without(55)), "192.0.2.1", at(0));
    repeats.remember(
      packetOf([
        [40, 7],
        [32, "gw1"],
      ]),
      "192.0.2.1",
      at(1),
    );
    assert.equal(repeats.find(packetOf(without(55), 9), "192.0.2.1", at(30)), null);
  });

  test("are found as if each had been compared with all, whatever times and delays a device tells", () => {
    let seed = 7;
    const below = (most: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * most);
    };
    const repeats = createRepeats(() => undefined);
    const all: { event: number | null; corrected: number }[] = [];
    let again = 0;
    for (let n = 0; n < 3_000; n++) {
      const received = 4 * n + below(4);
      const event = below(3) === 0 ? null : 1_772_442_000 + received - below(900);
      const delay = below(2) * below(5_000);
      const packet = packetOf([...without(55), [41, delay], ...(event === null ? [] : ([[55, event]] as const))]);
      const corrected = (event ?? at(received).getTime() / 1_000) - delay;
      const isKnown = all.some((one) =>
        one.event !== null && event !== null
          ? one.event === event || one.corrected === corrected
          : Math.abs(one.corrected - corrected) < 600,
      );
      assert.equal(
        repeats.find(packet, "192.0.2.1", at(received)) !== null,
        isKnown,
        JSON.stringify({ n, event, delay }),
      );
      if (isKnown) again++;
      else {
        repeats.remember(packet, "192.0.2.1", at(received));
        all.push({ event, corrected });
      }
    }
    assert.ok(again > 300 && all.length > 300, `${again} again, ${all.length} new`);
  });

  test("are looked for as fast among many of one device that differ by their time alone", () => {
    const repeats = createRepeats(() => undefined, 1_000_000);
    const packets = Array.from({ length: 20_300 }, (_, n) => packetOf([...without(55), [55, 1_772_439_361 + n]]));
    let remembered = 0;
    const timeAmong = (count: number) => {
      for (const one of packets.slice(remembered, count)) repeats.remember(one, "192.0.2.1", at(0));
      remembered = count;
      // The machine may be busy with something else: the best of many.
      const rounds = Array.from({ length: 40 }, () => {
        const from = performance.now();
        for (const one of packets.slice(20_000)) assert.equal(repeats.find(one, "192.0.2.1", at(0)), null);
        return performance.now() - from;
      });
      return Math.min(...rounds);
    };
    timeAmong(1_000);
    const [few, many] = [timeAmong(5_000), timeAmong(20_000)];
    assert.ok(many < 2.5 * few, `${few} ms among 5,000, ${many} ms among 20,000`);
  });

  test("memory is bounded, and what is in the present delivery is never forgotten", () => {
    let turns = 0;
    const repeats = createRepeats(() => turns++, 10);
    for (let n = 0; n < 12; n++) repeats.remember(packetOf(stopOf(n)), "192.0.2.1", at(n));
    assert.equal(turns, 2);
    assert.equal(repeats.find(packetOf(stopOf(0), 3), "192.0.2.1", at(700)), null);
    for (const n of [5, 10, 11]) assert.ok(repeats.find(packetOf(stopOf(n), 3), "192.0.2.1", at(700)));
  });
});
