"use client";
import { Button } from "../../../_ui/button.tsx";
import { useWords } from "../../../_ui/use-words.tsx";

/** The secret, on the page that asked for it and nowhere else: no address, no storage, no second look. */
export function SecretShown({ secret, close }: { secret: string; close: () => void }) {
  const words = useWords();
  return (
    <div className="grid gap-2" role="status">
      <p>{words.t("alarms.secret.help")}</p>
      <h3>{words.t("alarms.secret")}</h3>
      <code className="rounded-md bg-sunken px-2 py-1.5 text-[12px] break-all select-all">{secret}</code>
      <Button kind="main" onClick={close}>
        {words.t("alarms.secret.kept")}
      </Button>
    </div>
  );
}
