// Numbers as people write them.

const NUMBER = String.raw`[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?`;
const THOUSANDS = /^([-+]?[1-9]\d{0,2})((?:,\d{3})+)(?![\d,])/;
const WRITTEN = new RegExp(`^[≈~=]?\\s*(${NUMBER})(?:/(${NUMBER}))?(%|\\s*per ?cent)?(.*)$`, "i");
// What follows a number may be a unit, and no other number; a word or letter for a power of
// ten could be meant as one.
const UNIT = /^[^\d]*$/;
const POWER = /^(?:[kmgtb]|thousand|million|billion|trillion)\b|\*|\^|[×·]/i;

/**
 * Return what a text says, 12,345 or 0.5 or 0,5 or 1e-3 or 5% or 1/21 or 266610 parameters;
 * null where it is no number.
 */
export function readNumber(text) {
  const joined = text.trim().replaceAll("−", "-").replace(/(?<=[\d.,])[\s\u2009](?=\d)/g, "")
    .replace(/\s*([/%])\s*/g, "$1");
  const plain = THOUSANDS.test(joined)
    ? joined.replace(THOUSANDS, (all) => all.replaceAll(",", ""))
    : joined.replace(/(?<=\d),(?=\d)/, ".").replace(/^,/, "0.");
  const match = WRITTEN.exec(plain);
  if (!match || !UNIT.test(match[4]) || POWER.test(match[4].trim())) return null;
  const value = Number(match[1]) / Number(match[2] ?? 1) / (match[3] ? 100 : 1);
  return Number.isFinite(value) ? value : null;
}
