/* What Streamlit leaves undone in the page: its language, names for those who hear it, one press of
 * Back for each step, ways on out of the map's frame, and a map as high as the window allows.
 * Called with the words of a language; what listens is set up once.
 */
(function (words) {
  "use strict";

  const atlas = (window.townAtlas = window.townAtlas || start());
  atlas.words = words;
  atlas.tidy();

  function start() {
    const made = { words, tidy: () => tidy(made.words) };
    keepHistory();
    new MutationObserver(made.tidy).observe(document.body, { childList: true, subtree: true });
    window.addEventListener("resize", made.tidy);
    window.addEventListener("click", showFound);
    return made;
  }

  function tidy(said) {
    document.documentElement.lang = said.lang;
    const page = window.location.pathname.split("/").pop();
    name('[data-testid="stExpandSidebarButton"]', "aria-label", said.open[page] || said.open.town);
    name('[data-testid="stSidebarCollapseButton"] button', "aria-label", said.close);
    // The icons are a font whose letters spell their names; nobody should hear those.
    const icons = '[data-testid="stIconMaterial"], span[role="img"][translate="no"]';
    name(`:is(${icons}):not([aria-hidden])`, "aria-hidden", "true");
    const map = document.querySelector(".st-key-map iframe");
    if (!map) return;
    if (map.title !== said.map) map.title = said.map;
    place(map);
  }

  /** On a phone the question lies over the map: a place that was found is to be seen. */
  function showFound(event) {
    if (window.innerWidth > 640 || !event.target.closest(".st-key-found button")) return;
    document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click();
  }

  function name(selector, attribute, value) {
    for (const node of document.querySelectorAll(selector)) {
      if (node.getAttribute(attribute) !== value) node.setAttribute(attribute, value);
    }
  }

  /** Tell the style sheet where the map begins, so that its foot can stand at the window's. */
  function place(map) {
    const scrolled = document.querySelector('[data-testid="stMain"]')?.scrollTop || 0;
    const top = `${Math.round(map.getBoundingClientRect().top + scrolled)}px`;
    const root = document.documentElement.style;
    if (root.getPropertyValue("--map-top") !== top) root.setProperty("--map-top", top);
  }

  /** Streamlit pushes an address for every change that a page makes to it; only those that a reader
   * has done something for are steps to go back over, the others replace. */
  function keepHistory() {
    const push = window.history.pushState.bind(window.history);
    let touched = false;
    const touch = () => (touched = true);
    window.history.pushState = (state, title, url) => {
      if (touched) push(state, title, url);
      else window.history.replaceState(state, title, url);
      touched = false;
    };
    for (const act of ["pointerdown", "keydown"]) window.addEventListener(act, touch, true);
    window.addEventListener("popstate", () => (touched = false));
    window.addEventListener("message", ({ origin, data }) => {
      if (origin !== window.location.origin || !data) return;
      if (data.type === "atlas:touched") touch();
      if (data.type === "atlas:go") go(new URL(data.address, window.location.href), push);
    });
  }

  /** Open another address of this app in this session, as the browser's history would. */
  function go(url, push) {
    if (url.origin !== window.location.origin) return;
    push({}, "", url);
    window.dispatchEvent(new PopStateEvent("popstate"));
  }
})(WORDS);
