import type { Metadata } from "next";
import { pageTitle } from "../../_ui/page-title.ts";
import { CertificatesPage } from "./certificates-page.tsx";

export const generateMetadata = (): Promise<Metadata> => pageTitle("certificates.title");

export default function Page() {
  return <CertificatesPage />;
}
