/* Streamlit's own parts in Swedish, and its menu put away when a view is chosen on a phone.
   WORDS (text → text) and PATTERNS ([expression, text]) are set before, from `texts/verktyg.py`. */
(() => {
  const NAMES = ["aria-label", "title", "placeholder"], OURS = ".stHtml, [data-testid=stMarkdownContainer]";
  const THEIRS = "[data-testid=stFileUploaderDropzone], [data-testid=stHeader], [role=dialog]";
  const isOurs = element => element?.closest(OURS) && !element.closest(THEIRS);
  const patterns = PATTERNS.map(([expression, told]) => [new RegExp(`^${expression}$`), told]);
  const told = words => {
    if (Object.hasOwn(WORDS, words)) return WORDS[words];
    const [expression, said] = patterns.find(([expression]) => expression.test(words)) ?? [];
    return expression ? words.replace(expression, said) : words;
  };
  const mendText = node => {
    const words = node.data.trim(), said = told(words);
    if (said !== words && !isOurs(node.parentElement)) node.data = node.data.replace(words, said);
  };
  const mendNames = element => {
    for (const name of NAMES) {
      const words = element.getAttribute(name);
      if (words && told(words) !== words) element.setAttribute(name, told(words));
    }
  };
  const mend = node => {
    if (node.nodeType === Node.TEXT_NODE) return mendText(node);
    if (node.nodeType !== Node.ELEMENT_NODE || isOurs(node)) return;
    mendNames(node);
    node.childNodes.forEach(mend);
  };
  new MutationObserver(changes => {
    for (const { type, target, addedNodes } of changes) {
      if (type === "childList") addedNodes.forEach(mend);
      else if (type === "attributes") mendNames(target);
      else mendText(target);
    }
  }).observe(document, { subtree: true, childList: true, characterData: true, attributeFilter: NAMES });

  const isPhone = () => innerWidth < 768;
  try {  // a page that is opened anew begins with its matter, not with the menu that once was open
    Object.keys(localStorage).filter(key => isPhone() && key.startsWith("stSidebarCollapsed"))
      .forEach(key => localStorage.removeItem(key));
  } catch { /* a browser that keeps nothing has no menu to remember */ }
  document.addEventListener("click", event => {
    if (!isPhone() || !event.target.closest("[data-testid=stSidebarNavLink]")) return;
    setTimeout(() => {
      document.querySelector("[data-testid=stSidebarCollapseButton] button")?.click();
      document.getElementById("stMain")?.focus({ preventScroll: true });
    });
  });
})();
