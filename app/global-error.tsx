"use client";
import { useEffect } from "react";
import { tellError } from "./_ui/tell-error.ts";

/** The last resort, when even the frame could not be drawn: no styles and no words of ours are loaded here. */
export default function EverythingFailed({ error }: { error: Error & { digest?: string } }) {
  useEffect(() => tellError("frame", error), [error]);
  return (
    <html lang="en">
      <body>
        <h1>Gallra could not be shown</h1>
        <p>Gallra kunde inte visas. Reload the page; if it fails again, see the log of the server. {error.digest}</p>
      </body>
    </html>
  );
}
