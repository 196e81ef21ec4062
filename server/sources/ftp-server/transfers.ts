import { once } from "node:events";
import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import { DATA_IDLE_MS } from "./data-port.ts";
import { UploadRefused } from "../uploads/upload-refused.ts";
import { type Control, isStillThere } from "./talk.ts";

/**
 * A file comes over a connection of its own, and is whole when that ends while its sender waits for the answer: only then is it closed,
 * and the answer given once it is on disk. What is cut off may be gone on with at the byte.
 */
export async function receive(control: Control, path: string, how: "store" | "append"): Promise<void> {
  const { desk, restart } = control;
  control.restart = 0;
  if (desk === null) return;
  const goesOn = how === "append" || restart > 0;
  const receiving = desk.receive(path, goesOn ? "go-on" : "new");
  const from = receiving.length();
  if (how === "store" && restart !== from) {
    await receiving.drop();
    throw new UploadRefused("This is not where the file goes on. Send it from its start.", "place");
  }
  const data = await dataOf(control);
  if (data === null) return receiving.cut();
  control.abort = () => data.destroy();
  try {
    for await (const bytes of data) await receiving.write(bytes as Buffer);
    if (!data.readableEnded || !(await isStillThere(control))) throw new CutOff();
  } catch (error) {
    data.destroy();
    control.abort = null;
    if (isOfTheFile(error)) throw error;
    receiving.cut();
    return control.say(426, "The connection broke off. Send it again, or what is missing.");
  }
  control.abort = null;
  data.end();
  await receiving.close();
  control.say(226, "All of it is stored.");
}

/** The lines of a listing. */
export async function show(control: Control, lines: readonly string[]): Promise<void> {
  const data = await dataOf(control);
  if (data === null) return;
  control.abort = () => data.destroy();
  data.resume();
  data.end(lines.map((line) => `${line}\r\n`).join(""));
  const closed = await once(data, "close").then(
    () => !data.errored,
    () => false,
  );
  control.abort = null;
  control.say(closed ? 226 : 426, closed ? "That is all." : "The connection broke off.");
}

class CutOff extends Error {}

/** What refuses the file, as opposed to its connection. */
function isOfTheFile(error: unknown): boolean {
  return !(error instanceof CutOff) && typeof (error as NodeJS.ErrnoException).errno !== "number" && !isOfStream(error);
}

function isOfStream(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code ?? "";
  return /^ERR_(?:STREAM|SSL|TLS)|^E[A-Z]+$|^ABORT_ERR$/.test(code);
}

/** The connection that the peer makes to the port it was told. */
async function dataOf(control: Control): Promise<Socket | null> {
  const port = control.data;
  control.data = null;
  if (port === null) {
    control.say(425, "PASV or EPSV first.");
    return null;
  }
  if (control.options.security !== "none" && !control.dataSecured) {
    port.close();
    control.member?.refused("way");
    control.say(522, "PROT P first: files come under TLS only.");
    return null;
  }
  control.say(150, "Go on.");
  try {
    const socket = await port.connected();
    const context = control.dataSecured ? await control.options.secureContext() : null;
    if (context === null) return socket;
    const secured = new TLSSocket(socket, { isServer: true, secureContext: context });
    secured.on("error", () => socket.destroy());
    socket.once("close", () => secured.destroy());
    secured.once("close", () => socket.destroy());
    socket.setTimeout(0);
    secured.setTimeout(DATA_IDLE_MS, () => socket.destroy());
    // An empty listing would end the connection before both sides had settled how to speak.
    await new Promise<void>((resolve, reject) => {
      secured.once("secure", resolve);
      secured.once("close", () => reject(new CutOff()));
    });
    return secured;
  } catch {
    port.close();
    control.say(425, "You did not come.");
    return null;
  }
}
