import re


def check_pdf(pdf, most_pages=600):
    """Raises where the API could not read these bytes."""
    if not pdf.startswith(b"%PDF-"):
        raise ValueError(f"not a PDF: the file begins with {pdf[:16]!r}")
    if re.search(rb"/Encrypt\s*(\d+\s+\d+\s+R|<<)", pdf):
        raise ValueError("protected: save it without its password")
    pages = len(re.findall(rb"/Type\s*/Page\b", pdf))  # no /Pages, /PageLabel
    if pages > most_pages:  # a rough count; 100 where the window is 200,000
        raise ValueError(f"about {pages} pages: split it")
    return pdf
