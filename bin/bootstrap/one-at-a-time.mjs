// Runs on any Node from 20 and without any package, like what it guards.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

const LOOK_MS = 250;

/**
 * Does the work while no other process does it on this machine: two installations at once take each other's files away.
 * Whoever waits is told once. What a killed process left behind holds nobody up.
 */
export function oneAtATime(file, { waiting, work }) {
  mkdirSync(dirname(file), { recursive: true });
  for (let told = false; !taken(file); told = true) {
    if (!told) waiting();
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOOK_MS);
    const holder = holderOf(file);
    if (holder !== null && !isAlive(holder)) rmSync(file, { force: true });
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
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
  // Somebody who took the same dead holder away a moment later may have taken this one's file with it.
  return holderOf(file) === process.pid;
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
