import type { Metadata } from "next";
import { pageTitle } from "../../../_ui/page-title.ts";
import { CertificatePage } from "./certificate-page.tsx";

export const generateMetadata = (): Promise<Metadata> => pageTitle("certificate.title");

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  return <CertificatePage certificateId={(await params).id} />;
}
