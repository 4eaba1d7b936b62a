/** Throws where the API could not read these bytes. */
function checkPdf(pdf: Buffer, mostPages = 600) {
  const text = pdf.toString("latin1");
  if (!text.startsWith("%PDF-")) throw new Error("not a PDF");
  if (/\/Encrypt\s*(\d+\s+\d+\s+R|<<)/.test(text))
    throw new Error("protected: save it without its password");
  // A rough count; 100 pages where the model's window is 200,000 tokens.
  const pages = text.match(/\/Type\s*\/Page\b/g)?.length ?? 0;
  if (pages > mostPages) throw new Error(`about ${pages} pages: split it`);
  return pdf;
}
