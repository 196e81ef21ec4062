"use client";
import { GuardedPage } from "../../_ui/company-page.tsx";
import { Sheet } from "../../_ui/sheet.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import { useViewer } from "../../_ui/viewer.tsx";
import { OwnSessions } from "./own-sessions.tsx";
import { PasswordForm } from "./password-form.tsx";

export function MePage() {
  const words = useWords();
  const viewer = useViewer();
  return (
    <GuardedPage title={words.t("me.title")} lead={words.t("me.lead")} permission="account.own" company={false}>
      <div className="grid gap-4">
        <OwnSessions />
        <div className="max-w-md">
          <Sheet title={words.t("me.password.submit")} padded>
            {viewer.mustChangePassword ? (
              <p className="mb-3 rounded-md bg-amber-soft px-3 py-2 font-semibold text-amber">
                {words.t("me.mustChange")}
              </p>
            ) : null}
            <PasswordForm />
          </Sheet>
        </div>
      </div>
    </GuardedPage>
  );
}
