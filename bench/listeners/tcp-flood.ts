import { connect } from "node:net";
import { once } from "node:events";
import { asteriskLine } from "#workers/collector/collector-fixture.ts";

// A device in a process of its own: `port records`. One connection, as fast as it is taken; tells how many bytes it sent.
const [port = 0, records = 0] = process.argv.slice(2).map(Number);
const A_BLOCK = 1_000;
const block = Buffer.from(Array.from({ length: A_BLOCK }, (_, n) => `${asteriskLine(n)}\n`).join(""));
const socket = connect({ port, host: "127.0.0.1" });
await once(socket, "connect");
for (let sent = 0; sent < records; sent += A_BLOCK) if (!socket.write(block)) await once(socket, "drain");
socket.end();
await once(socket, "close");
process.stdout.write(JSON.stringify({ bytes: (block.length * records) / A_BLOCK }));
