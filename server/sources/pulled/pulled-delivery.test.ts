import assert from "node:assert/strict";
import { createSecretKey } from "node:crypto";
import { test } from "node:test";
import { z } from "zod";
import { AppError } from "../../domain/app-error.ts";
import type { DeliveredPart, Sink } from "../source.ts";
import { openPulled } from "./pulled-delivery.ts";

test("what the inbox took and yet called refused is not gone on from: the next answer may be another one", async () => {
  const parts: DeliveredPart[] = [];
  const sink: Sink = {
    async deliver(part) {
      parts.push(part);
      if (parts.length === 2) throw new AppError("unavailable", "the folder could not be synced", { retry: true });
    },
    note: () => undefined,
  };
  const pulled = openPulled({ key: createSecretKey(Buffer.alloc(32, 7)), known: [], sink }, {}, z.number());
  const record = (key: string) => ({ key, bytes: Buffer.from(`call ${key}`) });
  await pulled.take([record("1")], 1);
  await assert.rejects(pulled.take([record("3")], 3), { code: "unavailable" });
  // One that came late stands before the one that was refused.
  assert.equal(await pulled.take([record("2"), record("3")], 3), 2);
  const places = new Map<string, string>();
  for (const { deliveryId, frames } of parts)
    for (const { start, bytes } of frames) {
      const place = `${deliveryId} ${start}`;
      const text = Buffer.from(bytes).toString();
      assert.equal(places.get(place) ?? text, text, "one thing stands at one place");
      places.set(place, text);
    }
  assert.deepEqual(new Set(places.values()), new Set(["call 1", "call 2", "call 3"]));
});
