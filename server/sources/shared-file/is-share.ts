import { statfs } from "node:fs/promises";

/** Of linux/magic.h: SMB by its three clients, FUSE, 9p, and the shared folders of virtual machines. NFS tells a file's own number. */
const SHARES: ReadonlySet<number> = new Set([
  0x517b, 0xff534d42, 0xfe534d42, 0x65735546, 0x01021997, 0x786f4256, 0xbacbacbc,
]);

/** Whether the files of a folder are known by nothing but their names: such a mount gives a name the number it had, whatever stands there now. */
export async function isShare(folder: string): Promise<boolean> {
  const { type } = await statfs(folder);
  return SHARES.has(type >>> 0);
}
