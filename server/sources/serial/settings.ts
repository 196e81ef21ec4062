import { isAbsolute } from "node:path";
import { z } from "zod";

export const BAUD_RATES = ["300", "600", "1200", "2400", "4800", "9600", "19200", "38400", "57600", "115200"] as const;

/** What a modem is told: printable, and one command a line. */
const command = z
  .string()
  .max(60)
  .regex(/^[\x20-\x7e]*$/, "must be printable characters");

/** A line of a PBX, or a modem behind which one answers or calls. */
export const serialSettings = z
  .strictObject({
    device: z
      .string()
      .min(1)
      .max(200)
      .refine((path) => isAbsolute(path) || /^COM\d{1,3}$/.test(path), "must be a device like /dev/ttyUSB0 or COM3"),
    baud: z.enum(BAUD_RATES).default("9600"),
    dataBits: z.enum(["7", "8"]).default("8"),
    parity: z.enum(["none", "even", "odd"]).default("none"),
    stopBits: z.enum(["1", "2"]).default("1"),
    flow: z.enum(["none", "hardware", "software"]).default("hardware"),
    modem: z.enum(["none", "dial", "answer"]).default("none"),
    init: command.default("ATZ"),
    /** The number to be dialled; digits, and what modems dial by. */
    number: z
      .string()
      .max(40)
      .regex(/^[0-9*#,WwTtPp+ -]*$/, "must be a number to dial")
      .default(""),
    /** Between the end of a call and the next one. */
    dialMinutes: z.number().min(0.01).max(10_080).default(60),
    connectSeconds: z.int().min(5).max(300).default(90),
    /** Silence after which a modem hangs up. */
    hangUpMinutes: z.number().min(0.01).max(1_440).default(10),
  })
  .superRefine(({ modem, number }, context) => {
    if (modem === "dial" && number.trim() === "")
      context.addIssue({ code: "custom", path: ["number"], message: "must be given to dial" });
  });

export type SerialSettings = z.infer<typeof serialSettings>;
