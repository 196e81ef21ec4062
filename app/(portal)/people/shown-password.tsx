"use client";
import { useState } from "react";
import { Button } from "../../_ui/button.tsx";
import { useWords } from "../../_ui/use-words.tsx";

/** A generated password, told this once: it stands in the page's memory until the panel closes, and nowhere else. */
export function ShownPassword({ password, close }: { password: string; close: () => void }) {
  const words = useWords();
  const [copied, setCopied] = useState(false);
  return (
    <div role="status" className="mt-2 grid gap-2">
      <p className="text-ink-2">{words.t("people.password.once")}</p>
      <code className="rounded-md border border-line bg-sunken px-2 py-1.5 font-mono break-all select-all">
        {password}
      </code>
      <div className="grid grid-cols-2 gap-2">
        <Button onClick={() => void navigator.clipboard.writeText(password).then(() => setCopied(true))}>
          {words.t(copied ? "action.copied" : "action.copy")}
        </Button>
        <Button kind="main" onClick={close}>
          {words.t("people.password.handed")}
        </Button>
      </div>
    </div>
  );
}
