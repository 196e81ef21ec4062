import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { ftpFolder } from "../ftp/folder.ts";
import * as ftp from "../ftp/ftp-server-fixture.ts";
import { ftpSettings } from "../ftp/settings.ts";
import { sftpFolder } from "../sftp/folder.ts";
import { sftpSettings } from "../sftp/settings.ts";
import * as sftp from "../sftp/sftp-server-fixture.ts";
import { sftp as transport } from "../sftp/transport.ts";
import type { Folder } from "./folder.ts";
import { LOOPBACK, TEST_KEY } from "./remote-fixture.ts";

const OPENERS: Record<string, (at: string) => Promise<{ folder: Folder; close(): void }>> = {
  async ftp(at) {
    const peer = await ftp.openFtpPeer(at, "none");
    const settings = ftpSettings.parse({ host: "127.0.0.1", port: peer.port, user: ftp.USER, security: "none" });
    const credentials = { password: ftp.PASSWORD };
    const folder = ftpFolder({ settings, credentials, machine: LOOPBACK, key: TEST_KEY });
    return { folder, close: () => peer.close() };
  },
  async sftp(at) {
    const peer = await sftp.openSftpPeer(at);
    const base = { host: "127.0.0.1", port: peer.port, user: sftp.USER };
    const credentials = { password: sftp.PASSWORD };
    const asked = { credentials, machine: LOOPBACK, framing: { kind: "line" } as const };
    const signal = AbortSignal.timeout(10_000);
    const { pin } = await transport.test({ ...asked, settings: sftpSettings.parse(base), signal });
    const settings = sftpSettings.parse({ ...base, pin: pin?.fingerprint });
    return { folder: sftpFolder({ ...asked, settings, key: TEST_KEY }), close: () => peer.close() };
  },
};

for (const [protocol, open] of Object.entries(OPENERS))
  test(`${protocol}: once something was read of a file, its size is the one it has by then`, async (t) => {
    const at = await mkdtemp(join(tmpdir(), "gallra-anew-"));
    t.after(() => rm(at, { recursive: true, force: true }));
    await writeFile(join(at, "a.csv"), "one\n");
    const { folder, close } = await open(at);
    t.after(close);
    t.after(() => folder.close());
    const [seen] = await folder.list();
    assert.ok(seen !== undefined);
    const file = await folder.open(seen);
    assert.ok(file !== null);
    await writeFile(join(at, "a.csv"), "one\ntwo\n");
    await file.read(Buffer.alloc(4), 0, 4, 0);
    assert.equal((await file.stat()).size, 8);
    await file.close();
  });
