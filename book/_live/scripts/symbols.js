// Name what stands in a formula that MathJax has set. A name is the same however the formula
// was written: "b:W" for a bold W, "bar(v)_i" for an adjoint; tools/notation.py names alike.

const GREEK = "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡϴΣΤΥΦΧΨΩ∇αβγδεζηθικλμνξοπρςστυφχψω∂ϵϑϰϕϱϖ";
const ACCENTS = {
  "¯": "bar", "ˉ": "bar", "^": "hat", "ˆ": "hat", "~": "tilde", "˜": "tilde", "˙": "dot",
};

// Unicode has an alphabet for each style: bold, italic, bold italic, then others.
function letter(code, font) {
  const styled = (name, style) => (style === 1 ? name : style % 2 || style > 2 ? `s:${name}` : `b:${name}`);
  if (code === 0x210e) return "h";
  if (code >= 0x1d6a8 && code < 0x1d7cc) {
    const place = code - 0x1d6a8;
    return styled([...GREEK][place % 58], Math.floor(place / 58));
  }
  if (code >= 0x1d400 && code < 0x1d6a4) {
    const place = (code - 0x1d400) % 52;
    const name = String.fromCharCode(place < 26 ? 65 + place : 71 + place);
    return styled(name, Math.floor((code - 0x1d400) / 52));
  }
  const character = String.fromCodePoint(code);
  if (/[a-z]/i.test(character)) return `${/TEX-C|TEX-A/.test(font) ? "s" : "r"}:${character}`;
  return character;
}

const inner = (node) => [...node.children].filter((n) => !/spacer|mspace|nsize|strut|mark/.test(n.localName));
const joined = (nodes) => nodes.map(nameOf).join("");

export function nameOf(node) {
  const parts = inner(node);
  switch (node.localName) {
    case "mjx-c": {
      const code = node.className.match(/mjx-c([0-9A-F]+)/);
      return code ? letter(parseInt(code[1], 16), node.className) : "";
    }
    case "mjx-msub": return `${nameOf(parts[0])}_${nameOf(parts[1])}`;
    case "mjx-msup": return `${nameOf(parts[0])}^${nameOf(parts[1])}`;
    case "mjx-msubsup": {
      const [above, below] = inner(parts[1]);
      return `${nameOf(parts[0])}_${nameOf(below)}^${nameOf(above)}`;
    }
    case "mjx-mover": {
      const mark = nameOf(parts.find((n) => n.localName === "mjx-over"));
      const base = nameOf(parts.find((n) => n.localName === "mjx-base"));
      return `${ACCENTS[mark] ?? mark}(${base})`;
    }
    default: return joined(parts);
  }
}

const SYMBOLS = "mjx-mi, mjx-msub, mjx-msup, mjx-msubsup, mjx-mover, mjx-texatom, mjx-mo";

// The symbol's parts around a place in a formula, from the letter outward. An exponent is no
// part of what it stands above, but a mark such as (k) or a star is.
export function around(place) {
  const found = [];
  for (let node = place; node && node.localName !== "mjx-math"; node = node.parentElement) {
    if (node.matches(SYMBOLS)) found.push(node);
    else if (!/^mjx-(c|script|base|over|row)$/.test(node.localName)) break;
    const raised = node.localName === "mjx-script" && node.parentElement.matches("mjx-msup");
    if (raised && !/^(\(|[∗′⊤])/.test(nameOf(node))) break;
  }
  return found;
}

// The name of a part; the name without what stands above; its letter; what stands above.
export function split(node) {
  const name = nameOf(node);
  const parts = inner(node);
  const base = /mjx-ms/.test(node.localName) ? nameOf(parts[0]) : name;
  if (node.localName === "mjx-msup") return [name, base, base, nameOf(parts[1])];
  if (node.localName === "mjx-msubsup") {
    const [above, below] = inner(parts[1]).map(nameOf);
    return [name, `${base}_${below}`, base, above];
  }
  return [name, name, base, ""];
}
