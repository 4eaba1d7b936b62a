// <error-diagnostic>: the box of this site on another page, in a frame as high as what it shows.
const page = new URL("/embed", import.meta.url);

class ErrorDiagnostic extends HTMLElement {
  #frame = null;
  #resize = ({ source, origin, data }) => {
    if (source !== this.#frame?.contentWindow || origin !== page.origin) return;
    if (Number.isInteger(data?.height) && data.height > 0) this.#frame.style.height = `${Math.min(data.height, 4000)}px`;
  };

  connectedCallback() {
    this.#frame = Object.assign(document.createElement("iframe"), {
      src: page.href,
      title: this.getAttribute("label") ?? "What does this error mean?",
      referrerPolicy: "no-referrer",
    });
    this.#frame.style.cssText = "display: block; width: 100%; height: 22rem; border: 0; color-scheme: light dark";
    addEventListener("message", this.#resize);
    this.replaceChildren(this.#frame);
  }

  disconnectedCallback() {
    removeEventListener("message", this.#resize);
  }
}

if (!customElements.get("error-diagnostic")) customElements.define("error-diagnostic", ErrorDiagnostic);
