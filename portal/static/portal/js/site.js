// Only adds to pages that work without it: a contents list that follows the reader,
// a way to copy the address of a heading, and a contents list that folds on a phone
// and is open, for programs that help to read too, where it stands beside the text.
(() => {
  const announce = (() => {
    let region;
    return (words) => {
      if (!region) {
        region = document.createElement("p");
        region.className = "visually-hidden";
        region.setAttribute("role", "status");
        document.body.append(region);
      }
      region.textContent = "";
      setTimeout(() => { region.textContent = words; }, 50);
    };
  })();

  const followReader = (contents) => {
    const links = new Map();
    for (const link of contents.querySelectorAll('a[href^="#"]')) {
      const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (heading) links.set(heading, link);
    }
    if (!links.size) return;
    const headings = [...links.keys()];
    let current;
    const mark = () => {
      const line = innerHeight * 0.3;
      const atEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - 2;
      const passed = headings.filter((heading) => heading.getBoundingClientRect().top <= line);
      const heading = atEnd ? headings.at(-1) : passed.at(-1);
      const next = heading && links.get(heading);
      if (next === current) return;
      current?.removeAttribute("aria-current");
      next?.setAttribute("aria-current", "location");
      current = next;
      if (next && contents.scrollHeight > contents.clientHeight) {
        const top = next.offsetTop - contents.clientHeight / 2;
        contents.scrollTo({ top, behavior: "instant" });
      }
    };
    let waits = false;
    const markSoon = () => {
      if (waits) return;
      waits = true;
      requestAnimationFrame(() => { waits = false; mark(); });
    };
    addEventListener("scroll", markSoon, { passive: true });
    addEventListener("resize", markSoon, { passive: true });
    mark();
  };

  const foldOnPhone = (contents) => {
    const phone = matchMedia("(width < 60rem)");
    const fold = () => { contents.open = !phone.matches; };
    contents.addEventListener("click", (event) => {
      if (event.target.closest("a") && phone.matches) contents.open = false;
    });
    phone.addEventListener("change", fold);
    fold();
  };

  const addCopyButton = (heading) => {
    const words = heading.textContent.trim();
    const button = document.createElement("button");
    button.type = "button";
    button.className = "anchor";
    button.textContent = "#";
    button.setAttribute("aria-label", `Copy the link to “${words}”`);
    heading.setAttribute("aria-label", words);
    button.addEventListener("click", async () => {
      const address = new URL(`#${heading.id}`, location.href);
      history.replaceState(null, "", address);
      try {
        await navigator.clipboard.writeText(address.href);
        button.textContent = "✓";
        announce("Link copied.");
        setTimeout(() => { button.textContent = "#"; }, 2000);
      } catch {
        announce("The address bar now holds the link.");
      }
    });
    heading.append(button);
  };

  for (const contents of document.querySelectorAll("[data-toc]")) {
    followReader(contents);
    foldOnPhone(contents);
  }
  document.querySelectorAll(".prose :is(h2, h3)[id]").forEach(addCopyButton);
})();
