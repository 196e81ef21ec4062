import type { Member } from "../uploads/member.ts";
import type { FtpServerSettings } from "./settings.ts";

export interface FtpMember extends Member {
  readonly ftp: FtpServerSettings;
}
