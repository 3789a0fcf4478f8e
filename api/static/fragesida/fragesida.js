// The query page: YASGUI over this service's /sparql, with our example queries, prefixes and a chart of figures.
"use strict";

const place = document.getElementById("yasgui");
const base = place.dataset.base;
const SVG = "http://www.w3.org/2000/svg";

function shape(name, attributes, text) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text !== undefined) element.textContent = text;
  return element;
}

const figure = (binding) => (binding && binding.value.trim() !== "" ? Number(binding.value) : NaN);
const words = (binding) => (binding ? binding.value.replace(base, "").replace(/^.*[#/](?=.)/, "") : "");

/** Bars of every column of figures, a group for each row, named by the first other column. */
class Chart {
  constructor(yasr) {
    this.yasr = yasr;
    this.label = "Diagram";
    this.priority = 5;
  }

  columns() {
    const rows = this.yasr.results?.getBindings?.() || [];
    const names = this.yasr.results?.getVariables?.() || [];
    const full = (name) => rows.length > 0 && rows.every((row) => !row[name] || Number.isFinite(figure(row[name])));
    const year = (name) => rows.every((row) => /^(19|20)\d\d$/.test(row[name]?.value || ""));
    const figures = names.filter((name) => full(name) && rows.some((row) => row[name]) && !year(name));
    return { rows: rows.slice(0, 60), figures, names: names.filter((name) => !figures.includes(name)) };
  }

  canHandleResults() {
    return this.columns().figures.length > 0;
  }

  getIcon() {
    const icon = shape("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" });
    for (const [x, height] of [[3, 8], [10, 16], [17, 12]]) {
      icon.append(shape("rect", { x, y: 20 - height, width: 4, height, fill: "currentColor" }));
    }
    return icon;
  }

  draw() {
    const { rows, figures, names } = this.columns();
    const values = rows.flatMap((row) => figures.map((name) => figure(row[name]))).filter(Number.isFinite);
    const low = Math.min(0, ...values);
    const scale = 480 / (Math.max(0, ...values) - low || 1);
    const thick = 16;
    const step = figures.length * thick + 10;
    const width = 900;
    const chart = shape("svg", { viewBox: `0 0 ${width} ${rows.length * step + 30}`, role: "img", class: "diagram" });
    chart.append(shape("title", {}, `Stapeldiagram över ${figures.join(", ")}`));
    rows.forEach((row, n) => {
      const label = names.map((name) => words(row[name])).filter(Boolean).join(" · ");
      chart.append(shape("text", { x: 290, y: n * step + thick, "text-anchor": "end" }, label.slice(0, 44)));
      figures.forEach((name, m) => {
        const value = figure(row[name]);
        if (!Number.isFinite(value)) return;
        const [y, from] = [n * step + m * thick + 4, 300 + (Math.min(value, 0) - low) * scale];
        const length = Math.max(1, Math.abs(value) * scale);
        chart.append(shape("rect", { x: from, y, width: length, height: thick - 3, class: `stapel-${m % 4}` }));
        chart.append(shape("text", { x: from + length + 4, y: y + 11 }, row[name].value));
      });
    });
    const legend = document.createElement("p");
    figures.forEach((name, m) => {
      const mark = document.createElement("span");
      mark.className = `etikett stapel-${m % 4}`;
      mark.textContent = name;
      legend.append(mark);
    });
    this.yasr.resultsEl.replaceChildren(legend, chart);
  }
}

async function start() {
  const examples = await (await fetch("/api/queries", { headers: { Accept: "application/json" } })).json();
  const { table: Table, response: Answer } = Yasgui.Yasr.plugins;
  Yasgui.Yasr.registerPlugin("table", class extends Table { label = "Tabell"; });
  Yasgui.Yasr.registerPlugin("response", class extends Answer { label = "Svar"; });
  Yasgui.Yasr.registerPlugin("diagram", Chart);
  Yasgui.Yasr.defaults.pluginOrder = ["table", "diagram", "response"];
  Yasgui.Yasqe.defaults.autocompleters = ["prefixes", "variables"];
  Yasgui.Yasqe.defaults.value = place.dataset.value;
  const yasgui = new Yasgui(place, {
    requestConfig: { endpoint: new URL("/sparql", location.href).href, method: "POST" },
    copyEndpointOnNewTab: true,
    tabName: "Fråga",
    persistenceId: "rodatraden",
    endpointCatalogueOptions: { getData: () => [] },
    yasr: { prefixes: JSON.parse(place.dataset.prefixes) },
  });
  for (const button of document.querySelectorAll("[data-exempel]")) {
    button.addEventListener("click", () => {
      const example = examples.find((one) => one.name === button.dataset.exempel);
      const tab = { name: example.title, yasqe: { value: example.query } };
      yasgui.addTab(true, { ...Yasgui.Tab.getDefaults(yasgui), ...tab });
      yasgui.getTab().query();
      place.scrollIntoView({ block: "start" });
    });
  }
}

// What the graph names opens here, whatever host its IRI has.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a.iri");
  if (!link) return;
  const paths = [[base, "/id/"], [place.dataset.ontology, "/ontology#"], [place.dataset.concepts, "/begrepp/"]];
  const [start_, path] = paths.find(([prefix]) => link.href.startsWith(prefix)) || [];
  if (!start_) return;
  event.preventDefault();
  window.open(path + link.href.slice(start_.length), "_blank", "noopener");
});

start();
