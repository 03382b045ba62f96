/* The day strip as a slider with play: it only follows the links that are there. Without this
   script every page works by its links and forms. */
(() => {
  "use strict";

  const kept = new Map(); // pages already fetched, by address
  let playing = null;
  let shown = location.pathname + location.search; // a fragment is no other page
  let asked = 0; // how often another day was asked for: the last one is shown

  // What a screen reader hears when the page has changed in place.
  const spoken = document.createElement("p");
  spoken.className = "vh";
  spoken.setAttribute("role", "status");
  document.body.append(spoken);

  async function fetched(address) {
    if (!kept.has(address)) {
      const answer = await fetch(address, { headers: { Accept: "text/html" } });
      if (!answer.ok) throw new Error(answer.statusText);
      kept.set(address, await answer.text());
    }
    return new DOMParser().parseFromString(kept.get(address), "text/html");
  }

  // Show another day in place. The address follows, and focus stays where it was.
  async function show(address, { push = true } = {}) {
    const mine = ++asked;
    let page;
    try {
      page = await fetched(address);
    } catch {
      location.href = address;
      return;
    }
    if (mine !== asked) return;
    const focused = document.activeElement?.getAttribute("data-keep");
    document.title = page.title;
    for (const part of ["main", "header.top", ".crumbs"]) {
      const [old, fresh] = [document.querySelector(part), page.querySelector(part)];
      if (old && fresh) old.replaceWith(document.adoptNode(fresh));
    }
    if (push) history.pushState(null, "", address);
    shown = location.pathname + location.search;
    enhance();
    spoken.textContent = document.querySelector("h1")?.textContent ?? "";
    if (focused) document.querySelector(`[data-keep="${focused}"]`)?.focus({ preventScroll: true });
  }

  function stop() {
    clearInterval(playing);
    playing = null;
  }

  function enhance() {
    const strip = document.querySelector("[data-days]");
    const links = strip ? [...strip.querySelectorAll("a")] : [];
    if (links.length < 3) return;
    const now = links.findIndex((link) => link.hasAttribute("aria-current"));

    const words = strip.dataset; // in the language of the page
    const said = (link) => link.textContent.replace(/\s+/g, " ").trim();
    const slider = document.createElement("input");
    Object.assign(slider, { type: "range", min: 0, max: links.length - 1, step: 1, value: Math.max(now, 0) });
    slider.setAttribute("aria-label", words.days);
    slider.setAttribute("aria-valuetext", now < 0 ? words.before : said(links[now]));
    slider.setAttribute("data-keep", "slider");
    slider.addEventListener("input", () => { stop(); slider.setAttribute("aria-valuetext", said(links[slider.value])); });
    slider.addEventListener("change", () => show(links[slider.value].href)); // a drag, once it is let go

    const play = document.createElement("button");
    play.type = "button";
    play.className = "second";
    play.setAttribute("data-keep", "play");
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    play.textContent = still ? words.next : playing ? words.stop : words.play;
    play.addEventListener("click", () => {
      if (still) { show(links[now >= links.length - 1 ? 0 : now + 1].href); return; } // no change unasked
      if (playing) { stop(); play.textContent = words.play; return; }
      let at = now >= links.length - 1 ? 0 : now + 1;
      const addresses = links.map((link) => link.href);
      const step = async () => {
        if (at >= addresses.length) { stop(); enhance(); return; }
        await fetched(addresses[at]).catch(() => null);
        if (!playing) return; // stopped while it was fetched
        await show(addresses[at]);
        at += 1;
        if (at >= addresses.length) {
          stop();
          const button = document.querySelector('[data-keep="play"]');
          if (button) button.textContent = words.play;
        }
      };
      playing = setInterval(step, 1200);
      step();
    });

    strip.querySelector(".player")?.remove();
    const player = document.createElement("div");
    player.className = "player";
    player.append(play, slider);
    strip.append(player);

    for (const [place, link] of links.entries()) {
      link.setAttribute("data-keep", `day-${place}`);
      link.addEventListener("click", (event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
        event.preventDefault();
        stop();
        show(link.href);
      });
    }
  }

  window.addEventListener("popstate", () => {
    if (location.pathname + location.search === shown) return;
    stop();
    show(location.href, { push: false });
  });
  enhance();
})();
