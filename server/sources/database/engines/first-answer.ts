import type { Socket } from "node:net";
import { SourceTrouble } from "../../problem.ts";

const ANSWER_MS = 10_000;

/** The first bytes that a server sends, before anybody is named to it. Throws SourceTrouble, and the socket is gone then. */
export async function firstAnswer(socket: Socket): Promise<Buffer> {
  return await new Promise<Buffer>((resolve, reject) => {
    const fail = (problem: "timed-out" | "unreachable") => {
      clearTimeout(timer);
      socket.destroy();
      reject(new SourceTrouble(problem));
    };
    const timer = setTimeout(() => fail("timed-out"), ANSWER_MS);
    const closed = () => fail("unreachable");
    socket.once("close", closed).once("error", closed);
    socket.once("readable", () => {
      const answer: Buffer | null = socket.read();
      if (answer === null) return closed();
      clearTimeout(timer);
      socket.removeListener("close", closed).removeListener("error", closed);
      resolve(answer);
    });
  });
}
