/** Takes telnet commands out of what comes; `answer` is what refuses the options that are offered or wished for. */
export interface Telnet {
  take(chunk: Buffer): { readonly data: Buffer; readonly answer: Buffer };
}

const [IAC, DONT, DO, WONT, WILL, SB, SE] = [255, 254, 253, 252, 251, 250, 240];

type State = "data" | "command" | "option" | "subnegotiation" | "subnegotiation-command";

/** RFC 854. No option is ever agreed to, so that none has to be remembered; a refusal is answered by nothing. */
export function createTelnet(): Telnet {
  let state: State = "data";
  let verb = 0;
  return {
    take(chunk) {
      const data: number[] = [];
      const answer: number[] = [];
      for (const byte of chunk) {
        if (state === "data") {
          if (byte === IAC) state = "command";
          else data.push(byte);
        } else if (state === "command") {
          if (byte === IAC) data.push(byte);
          verb = byte;
          state = byte >= WILL && byte <= DONT ? "option" : byte === SB ? "subnegotiation" : "data";
        } else if (state === "option") {
          if (verb === DO) answer.push(IAC, WONT, byte);
          if (verb === WILL) answer.push(IAC, DONT, byte);
          state = "data";
        } else if (state === "subnegotiation") {
          if (byte === IAC) state = "subnegotiation-command";
        } else state = byte === SE ? "data" : "subnegotiation";
      }
      return { data: Buffer.from(data), answer: Buffer.from(answer) };
    },
  };
}
