import type { Machine } from "../machine/machine.ts";
import { mayListen } from "../machine/may-listen.ts";
import type { Source } from "../source.ts";
import type { JoinedPort, OpenPort } from "../stream/ports.ts";
import type { OpenOptions } from "../transport.ts";
import { createMember, type Member } from "./member.ts";
import type { UploadSettings } from "./upload-settings.ts";

export type UploadOptions<S> = Pick<
  OpenOptions<S>,
  "settings" | "credentials" | "framing" | "sink" | "machine" | "ports" | "key" | "known"
>;

/** What a server does in its own way. */
export interface Serving<M extends Member> {
  /** Sources with the same one share the port. */
  readonly key: string;
  /** Throws SourceTrouble for credentials that are missing. */
  member(common: Member): M;
  isUser: Member["isUser"];
  /** Throws SourceTrouble "port-refused". */
  mayServe?(machine: Machine): Promise<void>;
  readonly open: OpenPort<M>;
}

/** COL-02, COL-03, COL-22: a server that peers send files to. A file is answered for once all of it is on disk. */
export function createUploadSource<S extends UploadSettings, M extends Member>(
  options: UploadOptions<S>,
  serving: () => Serving<M>,
): Source {
  const { settings, ports, machine } = options;
  let member: M | null = null;
  let port: JoinedPort | null = null;
  const mayServe = async (served: Serving<M>) => {
    await mayListen(machine, settings.address, settings.port);
    await served.mayServe?.(machine);
  };
  return {
    async poll() {
      const served = serving();
      if (port === null) {
        await mayServe(served);
        member ??= served.member(createMember({ ...options, isUser: served.isUser }));
        port = await ports.join<M>(served.key, member, served.open);
      } else {
        await mayServe(served).catch(async (error: unknown) => {
          await leave();
          throw error;
        });
      }
      return { more: false, settled: true, problem: member?.tell() ?? null };
    },
    live: () => ({ ...(member?.live() ?? {}) }),
    close: leave,
  };

  async function leave(): Promise<void> {
    const [joined, mine] = [port, member];
    [port, member] = [null, null];
    await joined?.leave();
    await mine?.close();
    try {
      mine?.tell();
    } catch {
      // It is opened anew all the same.
    }
  }
}
