"use client";
import { Sheet } from "../../../_ui/sheet.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import type { CertificateView } from "./certificate-page.tsx";

const BLOCK = "overflow-x-auto rounded-md bg-sunken p-3 font-mono text-[12.5px] whitespace-pre-wrap break-all";

/** How anybody checks the certificate without this portal, and what binds it to its person. */
export function VerifySheet({ view }: { view: CertificateView }) {
  const words = useWords();
  return (
    <Sheet title={words.t("certificate.verify")} padded>
      <div className="grid gap-3">
        <p className="text-ink-2">{words.t("certificate.verifier.help")}</p>
        <a
          href="/verify"
          download="gallra-verify.html"
          className="justify-self-start font-semibold text-pine underline underline-offset-3"
        >
          {words.t("certificate.verifier")}
        </a>
        <p className="text-ink-2">{words.t("certificate.verify.help")}</p>
        <pre className={BLOCK}>npm run -s gallra -- certificate verify gallra-certificate-{view.certificateId}.jws</pre>
        <h3 className="font-semibold">{words.t("certificate.publicKey")}</h3>
        <pre className={BLOCK}>{JSON.stringify(view.publicKey)}</pre>
        <p className="text-ink-2">{words.t("certificate.verify.person")}</p>
        <h3 className="font-semibold">{words.t("certificate.commitments")}</h3>
        <ul className="grid gap-1">
          {view.statement.commitment.values.map((value) => (
            <li key={value} className={BLOCK}>
              {value}
            </li>
          ))}
        </ul>
      </div>
    </Sheet>
  );
}
