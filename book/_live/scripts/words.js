// Words as the search compares them: in lower case, without endings.

const BETWEEN = /[\s\p{P}\p{S}]+/u;
export const WORD = /[\p{L}\p{N}]+/gu;

// What questions are made of. It tells nothing, unless it is all that was typed.
const COMMON = new Set(`a an and are as at be better but by can could do does for from had has have
  how i if in is it its know my of on one or should than that the their this to was we what when
  where which why with would you your`.split(/\s+/));

/** Return the words of a query that tell what is looked for. */
export function telling(query) {
  const words = split(query);
  const rare = words.filter((word) => !COMMON.has(word.toLowerCase()));
  return rare.length ? rare : words;
}

/** Return the words of a text. */
export const split = (text) => text.split(BETWEEN).filter(Boolean);

/** Return a text in parts, of which every second one is a word that is wanted. */
export function parted(text, isWanted) {
  const parts = [];
  let end = 0;
  for (const { 0: word, index } of text.matchAll(WORD)) {
    if (isWanted(word)) {
      parts.push(text.slice(end, index), word);
      end = index + word.length;
    }
  }
  return [...parts, text.slice(end)];
}

/** Return a word without accents and endings: "Normalizing" and "normalization" are one. */
export function stem(word) {
  let root = word.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
  if (root.length < 4) return root;
  root = root.replace(/ies$/, "y").replace(/(?<![su])s$/, "");
  root = root.replace(/i[sz](?:ation|ing|ed|er|e)$/, "iz");
  root = root.replace(/(?<=\w{3})(?:ing|ed)$/, "");
  return root.replace(/([bdgmnprt])\1$/, "$1").replace(/(?<=\w{3})e$/, "");
}
