import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import { test } from "node:test";
import { createShares } from "./shares.ts";

test("a source that is flooded leaves the others their part of a port, gives back what has closed, and alone has all of it", () => {
  const [greedy, quiet] = [{ name: "greedy" }, { name: "quiet" }];
  const members = new Set([greedy]);
  const shares = createShares(members, 8);
  const sockets: EventEmitter[] = [];
  const take = (member: typeof greedy | typeof quiet) => {
    const socket = new EventEmitter();
    const got = shares.take(member, socket as never);
    if (got) sockets.push(socket);
    return got;
  };
  const flood = () => Array.from({ length: 20 }, () => take(greedy)).filter(Boolean).length;
  assert.equal(flood(), 8);
  members.add(quiet);
  assert.deepEqual(
    [take(quiet), take(quiet), take(quiet)],
    [true, true, false],
    "its part is there though all are taken",
  );
  for (const socket of sockets.splice(0)) socket.emit("close");
  assert.equal(flood(), 6);
  assert.deepEqual([take(quiet), take(quiet), take(quiet)], [true, true, false]);
});
