import { posix } from "node:path";
import { isWanted } from "../files/folder.ts";
import { UploadRefused } from "./upload-refused.ts";

/** Where a peer points to, from the root of what it is shown; there is nothing above. Throws UploadRefused. */
export function pathOf(folder: string, text: string): string {
  if (text.length > 1_024 || /\p{Cc}/u.test(text)) throw new UploadRefused("The name cannot be used.", "name");
  const path = posix.resolve("/", folder, text);
  if (posix.basename(path).length > 255) throw new UploadRefused("The name is too long.", "name");
  return path;
}

/** What will never be read is refused at once, rather than taken and not read. Throws UploadRefused. */
export function checkName(path: string): void {
  if (path === "/") throw new UploadRefused("The file needs a name.", "name");
  if (COMPRESSED.test(path))
    throw new UploadRefused("Compressed files are not read. Send the file as it is.", "compressed");
}

/** Whether a file of this name is taken when it is closed; another waits to be renamed. */
export function isFinal(path: string, pattern: string): boolean {
  return isWanted(posix.basename(path), pattern);
}

const COMPRESSED = /\.(?:gz|bz2|xz|zst|zip|7z|lz4)$/i;
