import { hash, verify } from "@node-rs/argon2";
import { AppError } from "../domain/app-error.ts";

/** OWASP's second setting for argon2id: 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

const SHORTEST = 12;
const LONGEST = 256;

/** An argon2id hash in PHC form. Throws AppError "bad-input" when the password is too weak to be taken. */
export async function hashPassword(password: string, email: string): Promise<string> {
  const fault = weakness(password, email);
  if (fault !== null) throw new AppError("bad-input", fault);
  return await inTurn(() => hash(password, COST));
}

/**
 * Whether the password belongs to the hash. Without a hash (nobody by that name, no password set) the same work is done
 * against one that nothing matches, so that time does not tell who has an account.
 */
export async function checkPassword(password: string, stored: string | null): Promise<boolean> {
  const against = stored ?? (await nobody());
  const right = await inTurn(() => verify(against, password.slice(0, LONGEST)).catch(() => false));
  return right && stored !== null;
}

function weakness(password: string, email: string): string | null {
  if (password.length < SHORTEST) return `Choose a password of at least ${SHORTEST} characters.`;
  if (password.length > LONGEST) return `Choose a password of at most ${LONGEST} characters.`;
  const lower = password.toLowerCase();
  const name = email.split("@")[0]?.toLowerCase() ?? "";
  if (name.length >= 4 && lower.includes(name)) return "Choose a password that does not contain your own name.";
  if (new Set(lower).size < 5 || COMMON.some((word) => lower.startsWith(word) && lower.length < word.length + 6)) {
    return "That password is among the first to be guessed. Choose another one.";
  }
  return null;
}

const COMMON = [
  "password",
  "losenord",
  "lösenord",
  "qwerty",
  "qwertyuiop",
  "123456",
  "1234567890",
  "abcdef",
  "sommar",
  "gallra",
  "administrator",
  "letmein",
];

let unmatched: Promise<string> | undefined;
function nobody(): Promise<string> {
  unmatched ??= hash(crypto.randomUUID(), COST);
  return unmatched;
}

const AT_ONCE = 4;
const LONGEST_QUEUE = 64;
let running = 0;
const waiting: (() => void)[] = [];

/** Each hash holds 19 MiB: a flood of sign-ins queues, and past a point is turned away, instead of filling the memory. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) {
    if (waiting.length >= LONGEST_QUEUE)
      throw new AppError("limit", "Too many people are signing in at once. Try again in a minute.", { retry: true });
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else {
    running++;
  }
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
}
