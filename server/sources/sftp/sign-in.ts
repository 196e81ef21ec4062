import type { AnyAuthMethod, AuthenticationType, ConnectConfig, ParsedKey, Prompt } from "ssh2";
import type SftpClient from "ssh2-sftp-client";
import type { Credentials } from "../credentials/credential.ts";
import { SourceTrouble } from "../problem.ts";
import { readKey } from "./read-key.ts";
import type { SftpSettings } from "./settings.ts";

export interface SignIn {
  readonly config: ConnectConfig;
  listen(client: Pick<SftpClient, "on">): void;
}

type Answer = (answers: string[]) => void;

/** By one way only: what was not chosen is not offered to the server. Throws SourceTrouble "no-credentials". */
export async function signInBy(
  { signIn, user }: Pick<SftpSettings, "signIn" | "user">,
  credentials: Credentials,
): Promise<SignIn> {
  if (signIn === "key") return { config: await byKey(credentials, user), listen: () => undefined };
  const password = credentials["password"];
  if (password === undefined || password === "") throw new SourceTrouble("no-credentials");
  return {
    config: { password, tryKeyboard: true, authHandler: ["password", "keyboard-interactive"] },
    listen(client) {
      let asked = false;
      const asks = (_name: string, _words: string, _language: string, prompts: Prompt[], answer: Answer) => {
        // One hidden question is the password in other clothes; whatever else it asks, it is told nothing.
        const isPassword = !asked && prompts.length === 1 && prompts[0]?.echo !== true;
        asked ||= prompts.length > 0;
        answer(isPassword ? [password] : []);
      };
      client.on("keyboard-interactive", asks);
    },
  };
}

/** Opened once while a source is open, also where it does not open: a passphrase costs seconds. */
const opened = new WeakMap<Credentials, Promise<ParsedKey>>();

async function byKey(credentials: Credentials, username: string): Promise<ConnectConfig> {
  const opening = opened.get(credentials) ?? readKey(credentials);
  opened.set(credentials, opening);
  const method: AnyAuthMethod = { type: "publickey", username, key: await opening };
  // The library takes a method with its key as well as a method's name; its types know the name alone.
  return { authHandler: [method] as unknown as AuthenticationType[] };
}
