"use client";
import { Button } from "../../_ui/button.tsx";
import { Fact, Facts } from "../../_ui/panel.tsx";
import { Tag } from "../../_ui/tag.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import type { Tested } from "./test-result.tsx";

type Pin = NonNullable<Tested["pin"]>;

interface PinBoxProps {
  readonly pin: Pin;
  /** What stands among the settings; "" for nothing. */
  readonly accepted: string;
  readonly accept?: ((fingerprint: string) => void) | undefined;
}

/** The other side's key or certificate, for a person to compare and accept. */
export function PinBox({ pin, accepted, accept }: PinBoxProps) {
  const words = useWords();
  const isAccepted = accepted === pin.fingerprint;
  return (
    <div className="grid gap-2 rounded-md border border-line bg-sheet p-3">
      <p className="font-semibold">{words.t("sources.pin.found")}</p>
      <p className="font-mono text-[12.5px] break-all">{pin.fingerprint}</p>
      <Facts>
        {Object.entries(pin.about).map(([name, said]) => (
          <Fact key={name} name={words.known(`sources.pin.about.${name}`) ?? name}>
            <span className="break-words">{said}</span>
          </Fact>
        ))}
      </Facts>
      {isAccepted ? (
        <p className="flex flex-wrap items-center gap-2">
          <Tag tone="ok">{words.t("sources.pin.accepted")}</Tag>
        </p>
      ) : (
        <>
          {accepted === "" ? null : (
            <p>
              <Tag tone="bad">{words.t("sources.pin.other")}</Tag>
            </p>
          )}
          <p className="text-ink-2">{words.t("sources.pin.compare")}</p>
          {accept === undefined ? null : (
            <div>
              <Button kind="main" onClick={() => accept(pin.fingerprint)}>
                {words.t("sources.pin.accept")}
              </Button>
            </div>
          )}
        </>
      )}
    </div>
  );
}
