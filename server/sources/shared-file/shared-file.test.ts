import assert from "node:assert/strict";
import {
  appendFile,
  copyFile,
  mkdir,
  open,
  rename,
  rm,
  symlink,
  truncate,
  unlink,
  utimes,
  writeFile,
} from "node:fs/promises";
import { test } from "node:test";
import { readdirSync } from "node:fs";
import { AppError } from "../../domain/app-error.ts";
import { openDesk } from "./shared-file-fixture.ts";

test("lines are taken over as they are appended, each once, and half a line waits for its other half", async (t) => {
  const desk = await openDesk(t, { restSeconds: 10 });
  await writeFile(desk.at("cdr.csv"), "one\ntwo\nthr");
  await desk.poll();
  assert.deepEqual(desk.lines(), ["one", "two"]);
  await appendFile(desk.at("cdr.csv"), "ee\nfour\n");
  await desk.poll();
  await desk.poll();
  assert.deepEqual(desk.lines(), ["one", "two", "three", "four"]);
});

test("a restart at any moment neither loses nor repeats a line", async (t) => {
  const desk = await openDesk(t, { restSeconds: 10 });
  const written: string[] = [];
  for (let round = 0; round < 30; round++) {
    const line = `line ${round} ${"x".repeat(round * 40)}`;
    written.push(line);
    const half = Math.floor(line.length / 2);
    await appendFile(desk.at("cdr.csv"), line.slice(0, half));
    await desk.poll();
    if (round % 3 === 0) await desk.restart();
    await appendFile(desk.at("cdr.csv"), `${line.slice(half)}\n`);
    if (round % 2 === 0) await desk.poll();
  }
  await desk.settle();
  assert.deepEqual(desk.lines(), written);
});

test("a file rotated by renaming is read to its end, also when the new name is none of ours or the file is removed", async (t) => {
  const desk = await openDesk(t, { pattern: "cdr.csv*" });
  await writeFile(desk.at("cdr.csv"), "a1\n");
  await desk.poll();
  const writer = await open(desk.at("cdr.csv"), "a");
  await rename(desk.at("cdr.csv"), desk.at("cdr.csv.1"));
  await writeFile(desk.at("cdr.csv"), "b1\n");
  await writer.appendFile("a2\n");
  await desk.poll();
  await rename(desk.at("cdr.csv.1"), desk.at("old"));
  await writer.appendFile("a3\n");
  await desk.poll();
  await unlink(desk.at("old"));
  await writer.appendFile("a4, without its line feed");
  await writer.close();
  await desk.settle();
  assert.deepEqual(desk.lines().sort(), ["a1", "a2", "a3", "a4, without its line feed", "b1"]);
});

test("a file rotated by copying and truncating is read once, with the lines that only the copy has", async (t) => {
  const desk = await openDesk(t);
  await writeFile(desk.at("cdr.csv"), "a1\na2\n");
  await desk.poll();
  await appendFile(desk.at("cdr.csv"), "a3\na4\n");
  await copyFile(desk.at("cdr.csv"), desk.at("cdr.csv.1"));
  await truncate(desk.at("cdr.csv"), 0);
  await appendFile(desk.at("cdr.csv"), "b1\n");
  await desk.settle();
  await appendFile(desk.at("cdr.csv"), "b2\n");
  await desk.settle();
  assert.deepEqual(desk.lines().sort(), ["a1", "a2", "a3", "a4", "b1", "b2"]);
  assert.ok(desk.notes.includes("shrunk"));
});

test("a copy seen while its original still stands is not read again, nor is it after the original was cut off", async (t) => {
  const desk = await openDesk(t);
  await writeFile(desk.at("cdr.csv"), "a1\na2\n");
  await desk.settle();
  const copy = await open(desk.at("cdr.csv.1"), "a");
  await copy.appendFile("a1\n");
  await desk.poll();
  await copy.appendFile("a2\n");
  await copy.close();
  await desk.settle();
  await truncate(desk.at("cdr.csv"), 0);
  await desk.settle();
  await appendFile(desk.at("cdr.csv"), "b1\n");
  await desk.settle();
  await desk.restart();
  await desk.settle();
  assert.deepEqual(desk.lines(), ["a1", "a2", "b1"]);
});

test("a file cut off and grown past the old place between two rounds is read from its start", async (t) => {
  const desk = await openDesk(t);
  await writeFile(desk.at("cdr.csv"), "a1\na2\n");
  await desk.poll();
  await writeFile(desk.at("cdr.csv"), "b1, a long line\nb2\n");
  await desk.settle();
  assert.deepEqual(desk.lines(), ["a1", "a2", "b1, a long line", "b2"]);
  assert.ok(desk.notes.includes("replaced"));
});

test("a file cut off while nobody watched is read from its start, and said", async (t) => {
  const desk = await openDesk(t);
  await writeFile(desk.at("cdr.csv"), "a1\na2\na3\n");
  await desk.poll();
  await truncate(desk.at("cdr.csv"), 0);
  await appendFile(desk.at("cdr.csv"), "b1\n");
  await desk.restart();
  await desk.settle();
  assert.deepEqual(desk.lines(), ["a1", "a2", "a3", "b1"]);
  assert.ok(desk.notes.includes("shrunk"));
});

test("the same content under another name is stored once, also after a restart", async (t) => {
  const desk = await openDesk(t, { mode: "drop" });
  await writeFile(desk.at("a.csv"), "a1\na2\n");
  await desk.settle();
  await copyFile(desk.at("a.csv"), desk.at("b.csv"));
  await desk.settle();
  await unlink(desk.at("a.csv"));
  await desk.restart();
  await desk.settle();
  assert.deepEqual(desk.lines(), ["a1", "a2"]);
});

test("files that share their header are told apart, while they are short and when they are busy", async (t) => {
  const desk = await openDesk(t);
  await writeFile(desk.at("a.csv"), "date;number\n");
  await desk.settle();
  await writeFile(desk.at("b.csv"), "date;number\n");
  await desk.settle();
  const lines: string[] = [];
  for (let round = 0; round < 20; round++) {
    lines.push(`b${round}`);
    await appendFile(desk.at("b.csv"), `b${round}\n`);
    await desk.poll();
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
  assert.ok(desk.lines().includes("b0"), "a busy file is not waited for");
  await appendFile(desk.at("a.csv"), "a1\n");
  await desk.settle();
  assert.deepEqual(desk.lines().sort(), ["a1", "date;number", "date;number", ...lines].sort());
});

test("a dropped file is taken only once it has come to rest", async (t) => {
  const desk = await openDesk(t, { mode: "drop", restSeconds: 1 });
  const writer = await open(desk.at("a.csv"), "a");
  for (let i = 0; i < 8; i++) {
    await writer.appendFile(`line ${i}\n`);
    await desk.poll();
    assert.equal(desk.parts.length, 0, "taken while it was written");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await writer.close();
  await desk.settle(200);
  assert.equal(desk.lines().length, 8);
});

test("a file that is at rest for long needs no waiting", async (t) => {
  const desk = await openDesk(t, { mode: "drop", restSeconds: 2 });
  await writeFile(desk.at("a.csv"), "a1");
  await utimes(desk.at("a.csv"), new Date(), new Date(Date.now() - 60_000));
  await desk.poll();
  assert.deepEqual(desk.lines(), ["a1"]);
});

test("a last line without line feed is read once the file is at rest; when it goes on after all, its whole line is read too", async (t) => {
  const desk = await openDesk(t);
  await writeFile(desk.at("cdr.csv"), "header\none\ntw");
  await desk.settle();
  assert.deepEqual(desk.lines(), ["header", "one", "tw"]);
  await appendFile(desk.at("cdr.csv"), "o\nthree\n");
  await desk.settle();
  assert.deepEqual(desk.lines(), ["header", "one", "tw", "header", "two", "three"]);
  await desk.restart();
  await desk.settle();
  await appendFile(desk.at("cdr.csv"), "four\n");
  await desk.settle();
  assert.deepEqual(desk.lines().slice(6), ["four"]);
});

test("a last line whose line feed comes late is not read twice", async (t) => {
  for (const feed of ["\n", "\r\n"]) {
    const desk = await openDesk(t);
    await writeFile(desk.at("cdr.csv"), "header\none");
    await desk.settle();
    await desk.restart();
    await appendFile(desk.at("cdr.csv"), `${feed}two\n`);
    await desk.settle();
    assert.deepEqual(desk.lines(), ["header", "one", "header", "two"]);
  }
});

test("a full inbox stops the source at the byte, and what follows is complete", async (t) => {
  const desk = await openDesk(t);
  const lines = Array.from({ length: 12_000 }, (_, i) => `line ${i}`);
  await writeFile(desk.at("cdr.csv"), `${lines.slice(0, 7000).join("\n")}\n`);
  desk.refuseAfter(1);
  await assert.rejects(desk.poll(), (error: unknown) => error instanceof AppError && error.code === "unavailable");
  assert.equal(desk.lines().length, 5000);
  await assert.rejects(desk.poll());
  await appendFile(desk.at("cdr.csv"), `${lines.slice(7000).join("\n")}\n`);
  desk.refuseAfter(null);
  await desk.settle();
  assert.deepEqual(desk.lines(), lines);
});

test("a refusal while a finished file goes on leaves the whole line for later", async (t) => {
  const desk = await openDesk(t);
  await writeFile(desk.at("cdr.csv"), "header\ntw");
  await desk.settle();
  desk.refuseAfter(0);
  await appendFile(desk.at("cdr.csv"), "o\n");
  await assert.rejects(desk.poll());
  await assert.rejects(desk.poll());
  desk.refuseAfter(null);
  await desk.settle();
  assert.deepEqual(desk.lines(), ["header", "tw", "header", "two"]);
});

test("an unreadable file, a link, a pipe's name and a folder are left alone, and the others are read", async (t) => {
  const desk = await openDesk(t);
  await mkdir(desk.at("folder"));
  await writeFile(desk.at("good.csv"), "good\n");
  await writeFile(desk.at("packed.csv.gz"), "packed\n");
  await writeFile(desk.at(".hidden"), "hidden\n");
  await symlink("/etc/hostname", desk.at("link.csv"));
  await desk.settle();
  assert.deepEqual(desk.lines(), ["good"]);
});

test("a folder that goes is said and taken up again when it returns", async (t) => {
  const desk = await openDesk(t);
  await rename(desk.folder, `${desk.folder}-away`);
  t.after(() => rm(`${desk.folder}-away`, { recursive: true, force: true }));
  const { problem } = await desk.poll();
  assert.equal(problem, "folder-missing");
  await rename(`${desk.folder}-away`, desk.folder);
  await writeFile(desk.at("cdr.csv"), "one\n");
  assert.equal((await desk.poll()).problem, null);
  assert.deepEqual(desk.lines(), ["one"]);
});

test("a document is one frame, taken when it is at rest, and again when it changed", async (t) => {
  const desk = await openDesk(t, {}, { kind: "document", maxBytes: 1_000_000 });
  await writeFile(desk.at("a.json"), '{\n"a": 1\n}\n');
  await desk.poll();
  assert.equal(desk.parts.length, 0);
  await desk.settle();
  assert.deepEqual(desk.lines(), ['{\n"a": 1\n}\n']);
  await desk.restart();
  await desk.settle();
  assert.equal(desk.parts.length, 1);
  await writeFile(desk.at("a.json"), '{\n"a": 1,\n"b": 2\n}\n');
  await desk.settle();
  assert.equal(desk.lines().at(-1), '{\n"a": 1,\n"b": 2\n}\n');
});

test("hundreds of files that begin alike are read once each, with few descriptors open", async (t) => {
  const desk = await openDesk(t);
  const expected: string[] = [];
  for (let i = 0; i < 600; i++) {
    await writeFile(desk.at(`f${i}.csv`), `date;number\n${i}\n`);
    expected.push("date;number", String(i));
  }
  await desk.settle();
  assert.deepEqual(desk.lines().toSorted(), expected.toSorted());
  assert.ok(readdirSync("/proc/self/fd").length < 150);
  await desk.restart();
  await desk.settle();
  await appendFile(desk.at("f7.csv"), "seven\n");
  await desk.settle();
  assert.deepEqual(desk.lines().slice(1_200), ["seven"]);
});

test("a line of a gigabyte is cut off, and the file is never held in memory", async (t) => {
  const desk = await openDesk(t);
  await writeFile(desk.at("huge.csv"), "first\n");
  const size = 1_000_000_000;
  await truncate(desk.at("huge.csv"), size);
  await appendFile(desk.at("huge.csv"), "\nlast\n");
  const before = process.memoryUsage().rss;
  for (let round = 0; !(await desk.poll()).settled; round++) assert.ok(round < 100_000, "it never came to its end");
  const grown = (process.memoryUsage().rss - before) / 1e6;
  assert.ok(grown < 250, `memory grew by ${Math.round(grown)} MB over a gigabyte`);
  assert.deepEqual([desk.lines().length, desk.lines()[0], desk.lines().at(-1)], [3, "first", "last"]);
  assert.ok((desk.lines()[1]?.length ?? 0) <= 65_536);
  assert.ok(desk.parts.every((part) => part.frames.length <= 5_000));
});
