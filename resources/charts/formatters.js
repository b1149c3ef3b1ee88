// Named formatters: what `{"$formatter": name, ...}` in an option may stand for, and how numbers are written.

import { axisTip, itemTip } from "./tooltips.js";

const STEPS = {
  zh: [[1e12, "万亿"], [1e8, "亿"], [1e4, "万"]],
  en: [[1e12, "T"], [1e9, "B"], [1e6, "M"], [1e3, "K"]],
};
const NONE = "–";

const writers = new Map();

/** Grouped digits with `least` to `most` decimals; a writer is made once, which takes longer than to write with it. */
function grouped(value, least, most) {
  const name = `${least} ${most}`;
  const digits = { minimumFractionDigits: least, maximumFractionDigits: most };
  if (!writers.has(name)) writers.set(name, new Intl.NumberFormat("en-US", digits));
  return writers.get(name).format(value);
}

/** Three to four significant digits of a scaled number. */
function scaled(value, isExact) {
  const size = Math.abs(value);
  const decimals = size >= 1000 ? 0 : size >= 100 ? 1 : 2;
  return grouped(value, isExact ? decimals : 0, decimals);
}

function amount(value, language, isExact) {
  const [step, word] = STEPS[language].find(([least]) => Math.abs(value) >= least) ?? [1, ""];
  const digits = step === 1 ? grouped(value, 0, 2) : scaled(value / step, isExact);
  return language === "zh" || !word ? digits + word : `${digits} ${word}`;
}

function percent(value, decimals) {
  return `${grouped(value * 100, decimals, decimals)}%`;
}

const WRITERS = {
  amount: (value, language, isExact) => amount(value, language, isExact),
  count: (value, language, isExact) => (Math.abs(value) < 1e6 ? grouped(value, 0, 0) : amount(value, language, isExact)),
  price: (value) => grouped(value, 0, Math.abs(value) >= 100 ? 1 : Math.abs(value) >= 1 ? 2 : 4),
  share: (value) => percent(value, Math.abs(value) < 0.1 ? 2 : 1),
  change: (value) => `${value > 0 ? "+" : ""}${percent(value, 1)}`,
  points: (value, language) => {
    const unit = language === "zh" ? "个百分点" : "pp";
    return `${value > 0 ? "+" : ""}${grouped(value * 100, 1, 1)} ${unit}`;
  },
  index: (value) => grouped(value, 0, Math.abs(value) >= 10 ? 0 : 3),
  plain: (value) => String(value),
};

/** A number as the measure prints it; a dash where there is none. */
export function write(measure, value, language, { isExact = true, hasUnit = false } = {}) {
  if (value === null || value === undefined || Number.isNaN(value)) return NONE;
  const digits = WRITERS[measure.format](Number(value), language, isExact);
  return hasUnit && measure.unit ? `${digits} ${measure.unit}` : digits;
}

function lastNumber(value) {
  return Array.isArray(value) ? value[value.length - 1] : value;
}

const FORMATTERS = {
  axis: (spec, page) => (value) => write(spec.measure, value, page.language, { isExact: false }),
  label: (spec, page) => (params) => write(spec.measure, lastNumber(params.data?.shown ?? params.value), page.language),
  name: () => (params) => params.data?.said ?? params.name,
  named_share: (spec, page) => (name) => {
    const share = spec.shares[name];
    return typeof share === "number" ? `${write({ format: "share" }, share, page.language)}  ${name}` : name;
  },
  piece: (spec, page) => (from, to) => {
    const said = (value) => write(spec.measure, value, page.language, { isExact: false });
    if (!Number.isFinite(from)) return `< ${said(to)}`;
    return Number.isFinite(to) ? `${said(from)} – ${said(to)}` : `≥ ${said(from)}`;
  },
  item: (spec, page) => (params) => itemTip(params, spec, page),
  axis_tip: (spec, page) => (params) => axisTip(params, spec, page),
};

/** The function that a formatter object names; an unknown name is an error of the program and is reported. */
export function formatter(spec, page) {
  const make = FORMATTERS[spec.$formatter];
  if (!make) throw new Error(`no formatter ${spec.$formatter}`);
  return make(spec, page);
}
