// Runs on any Node from 20 and without any package, like what it guards.
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

const LOOK_MS = 250;
/** Clearing takes a moment: whoever has not ended it by then was killed. */
const CLEARING_MS = 10_000;

/**
 * Does the work while no other process does it on this machine: two installations at once take each other's files away.
 * Whoever waits is told once. What a killed process left behind holds nobody up.
 */
export function oneAtATime(file, { waiting, work }) {
  mkdirSync(dirname(file), { recursive: true });
  for (let told = false; !taken(file); told = true) {
    if (!told) waiting();
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOOK_MS);
    clearDead(file);
  }
  const release = () => rmSync(file, { force: true });
  process.once("exit", release);
  try {
    work();
  } finally {
    process.off("exit", release);
    release();
  }
}

function taken(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

/** One at a time: whoever looked at a dead holder a moment before would take away the mark of the next one, who is at work. */
function clearDead(file) {
  const clearing = `${file}.clearing`;
  if (!taken(clearing)) {
    const { mtimeMs } = statSync(clearing, { throwIfNoEntry: false }) ?? { mtimeMs: Date.now() };
    if (Date.now() - mtimeMs > CLEARING_MS) rmSync(clearing, { force: true });
    return;
  }
  const holder = holderOf(file);
  if (holder !== null && !isAlive(holder)) rmSync(file, { force: true });
  rmSync(clearing, { force: true });
}

/** Null where it has just gone, or is not written yet. */
function holderOf(file) {
  try {
    const text = readFileSync(file, "utf8");
    return text === "" ? null : Number(text);
  } catch {
    return null;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}
