// Words as the search compares them: in lower case, without endings.

const BETWEEN = /[\s\p{P}\p{S}]+/u;
export const WORD = /[\p{L}\p{N}]+/gu;

/** Return the words of a text. */
export const split = (text) => text.split(BETWEEN).filter(Boolean);

/** Return a word without accents and endings: "Normalizing" and "normalization" are one. */
export function stem(word) {
  let root = word.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
  if (root.length < 4) return root;
  root = root.replace(/ies$/, "y").replace(/(?<![su])s$/, "");
  root = root.replace(/i[sz](?:ation|ing|ed|er|e)$/, "iz");
  root = root.replace(/(?<=\w{3})(?:ing|ed)$/, "");
  return root.replace(/([bdgmnprt])\1$/, "$1").replace(/(?<=\w{3})e$/, "");
}
